import trio
from trio.testing import MockClock


def is_right(connect):
    """Whether `connect` waits 1, 2 and 4 hours."""

    async def test():
        answers = iter(["busy", "busy", "busy", "welcome"])
        start = trio.current_time()
        with trio.move_on_after(24 * 3600):
            await connect(answers)
        return trio.current_time() - start == 7 * 3600

    return trio.run(test, clock=MockClock())
