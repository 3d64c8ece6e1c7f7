from answer import run
from exam import expect


def check():
    seen = []

    def task():
        yield "sleep", 2
        now = yield "now", None
        seen.append(now)
        yield "sleep", 3

    end = run(task())
    expect(seen, "The task is never resumed: send it `None` to begin.")
    expect(
        seen[0] is not None,
        "The task asks for the time at 2 s, and gets None: "
        "`send` the answer.",
    )
    expect(
        seen[0] == 2,
        "The task has slept for 2 s, and the time that it is sent is "
        f"{seen[0]}: a sleep moves the clock.",
    )
    expect(end == 5, f"The task ends at 5 s, and `run` returns {end}.")
