from answer import Waits
from exam import expect


class Task:
    """As a coroutine, it has no order."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


GULL, HERON, TERN = map(Task, ["Gull", "Heron", "Tern"])


def check():
    waits = Waits()
    waits.wait(GULL, "her socket", 5)
    waits.wait(TERN, "another", 9)
    over = list(waits.over(5))
    expect(
        over,
        "It is 5, Gull has said nothing, and her deadline was 5: "
        "no task is woken.",
    )
    expect(
        TERN not in over,
        "It is 5, and the wait until 9 ends: "
        "the first deadline on the heap may be in the future.",
    )
    expect(
        over == [GULL],
        f"It is 5, the deadline of Gull, and {over} are woken.",
    )
    expect(
        "her socket" not in waits.waiting,
        "Gull's deadline has ended her wait, and she is still in the map: "
        "bytes that come later would resume her again.",
    )

    waits = Waits()
    waits.wait(GULL, "one socket", 5)
    waits.heard("one socket")
    waits.wait(HERON, "one socket", 8)
    over = list(waits.over(6))
    expect(
        not over,
        "Gull's bytes came in time, and Heron waits for this socket now: "
        f"Gull's old deadline ends the wait of {over and over[0]}.",
    )
    expect(
        list(waits.over(8)) == [HERON],
        "It is 8, the deadline of Heron, and the old deadline of Gull is "
        "out of date: only Heron is to be woken.",
    )

    waits = Waits()
    for task, deadline in (TERN, 7), (HERON, 7), (GULL, 5):
        waits.wait(task, f"{task}'s socket", deadline)
    over, last = list(waits.over(6)), list(waits.over(7))
    expect(
        len(last) == 2,
        f"The deadlines of Tern and Heron have passed, and {last} are "
        "woken: take entries out until the next deadline is in the future.",
    )
    over += last
    expect(
        over == [GULL, TERN, HERON],
        f"Gull's deadline is 5, those of Tern and Heron are 7, and the "
        f"tasks are woken in this order: {over}.",
    )
