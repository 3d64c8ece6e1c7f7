import threading

from answer import readings
from exam import expect, run


def check():
    meeting = threading.Barrier(3)
    met, in_loop = [], []

    def instrument(value):
        def read():
            if threading.current_thread() is threading.main_thread():
                in_loop.append(value)
                return value
            try:
                met.append(meeting.wait(0.3) >= 0)
            except threading.BrokenBarrierError:
                met.append(False)
            return value

        return read

    values = run(readings([instrument(value) for value in (7, 9, 8)]))
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
        list(values) == [7, 9, 8],
        f"The readings should be 7, 9 and 8, and they are {values}.",
    )
