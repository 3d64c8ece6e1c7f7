import threading

from answer import readings
from exam import expect, run


def check():
    meeting = threading.Barrier(3)
    met, in_loop = [], []
    # Each instrument answers after the one that follows it.
    answered = [threading.Event() for _ in range(4)]
    answered[3].set()

    def instrument(place, value):
        def read():
            if threading.current_thread() is threading.main_thread():
                in_loop.append(value)
                return value
            try:
                met.append(meeting.wait(0.3) >= 0)
            except threading.BrokenBarrierError:
                met.append(False)
            answered[place + 1].wait(0.3)
            answered[place].set()
            return value

        return read

    instruments = [
        instrument(place, value)
        for place, value in enumerate((7, 9, 8))
    ]
    values = run(readings(instruments))
    expect(
        not in_loop,
        "An instrument is read in the thread of the loop, "
        "which stands still meanwhile.",
    )
    expect(
        met == [True] * 3,
        "The first instrument ends before the third has begun: "
        "start all threads before you wait for one.",
    )
    expect(
        sorted(values) == [7, 8, 9],
        f"The readings should be 7, 9 and 8, and they are {values}.",
    )
    # Which other order it is hangs on the threads.
    expect(
        list(values) == [7, 9, 8],
        "The readings are 7, 9 and 8 in another order: keep the order of "
        "the instruments.",
    )
