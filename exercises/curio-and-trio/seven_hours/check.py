import math

import trio
from answer import is_right
from exam import Wrong, expect

HOUR = 3600
real_run = trio.run


def run(main, *arguments, clock=None, **options):
    """`trio.run`, for an answer that has a clock that jumps."""
    if clock is None:
        raise Wrong(
            "`trio.run` gets no clock, so this test takes seven hours: "
            "hand it a clock that jumps."
        )
    if getattr(clock, "autojump_threshold", 0) == math.inf:
        raise Wrong(
            "The clock stands still until it is moved by hand: with "
            "`autojump_threshold=0` it jumps when every task waits."
        )
    return real_run(main, *arguments, clock=clock, **options)


def connecting(*hours):
    async def connect(answers):
        for pause in hours:
            next(answers)
            await trio.sleep(pause * HOUR)
        next(answers, None)

    return connect


def check():
    trio.run = run
    expect(
        is_right(connecting(1, 2, 4)),
        "A `connect` that pauses 1, 2 and 4 hours is right, and the test "
        "refuses it: ask the clock of the loop for the time.",
    )
    for wrong in "1, 1 and 1", "1, 2, 4 and 8":
        pauses = map(int, wrong.replace(" and", ",").split(","))
        expect(
            not is_right(connecting(*pauses)),
            f"A `connect` that pauses {wrong} hours is wrong, and the test "
            "accepts it: look at the clock before and after.",
        )
    ends = []

    async def after_a_month(answers):
        await trio.sleep(30 * 24 * HOUR)
        ends.append(trio.current_time())

    result = is_right(after_a_month)
    expect(
        not ends,
        "A `connect` that ends after a month comes to the test, and the "
        "test waits for it: give it a limit of a day.",
    )
    expect(
        not result, "`connect` ends after a month, and it is accepted."
    )
