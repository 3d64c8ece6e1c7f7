from answer import Jumping
from exam import expect


class Selector:
    """Finds the same at each look, and notes how long it may take."""

    def __init__(self, found):
        self.found, self.looks = found, []

    def select(self, timeout=None):
        self.looks.append(timeout)
        return self.found


def look(found, timeout):
    selector = Selector(found)
    jumping = Jumping(selector)
    events = jumping.select(timeout)
    return events, selector.looks, getattr(jumping, "now", 0)


def check():
    _, looks, now = look([], 5)
    expect(
        looks != [5],
        "The deadline is 5 s away, and `select` sleeps for 5 s: "
        "look for 0 s, and move `now`.",
    )
    expect(
        now == 5,
        "The deadline is 5 s away, nothing is ready, "
        f"and `now` is {now} after the look.",
    )
    events, looks, now = look(["socket"], 5)
    expect(
        now == 0,
        f"A socket is ready, and `now` jumps to {now}: a task can run "
        "before the deadline, so the clock stands still.",
    )
    expect(
        looks == [0] and events == ["socket"],
        f"A socket is ready, and `select` returns {events}: "
        "look for 0 s, and return what is found.",
    )
    _, looks, now = look(["socket"], None)
    expect(
        looks[-1:] == [None],
        "There is no deadline, and `select` looks for 0 s: "
        "the loop would spin, so wait for an event.",
    )
    _, _, now = look([], -2)
    expect(
        now == 0,
        f"The deadline was 2 s ago, and `now` goes to {now}: "
        "a clock never goes back.",
    )
