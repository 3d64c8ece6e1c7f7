import time

import trio
from trio.testing import MockClock


def is_right(connect):
    """Whether `connect` waits 1, 2 and 4 hours."""

    async def test():
        answers = iter(["busy", "busy", "busy", "welcome"])
        start = time.monotonic()
        with trio.move_on_after(24 * 3600):
            await connect(answers)
        hours = (time.monotonic() - start) / 3600
        return round(hours) == 7

    return trio.run(test, clock=MockClock(autojump_threshold=0))
