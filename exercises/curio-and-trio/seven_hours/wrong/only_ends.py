import trio
from trio.testing import MockClock


def is_right(connect):
    """Whether `connect` waits 1, 2 and 4 hours."""

    async def test():
        answers = iter(["busy", "busy", "busy", "welcome"])
        with trio.move_on_after(24 * 3600) as limit:
            await connect(answers)
        return not limit.cancelled_caught

    return trio.run(test, clock=MockClock(autojump_threshold=0))
