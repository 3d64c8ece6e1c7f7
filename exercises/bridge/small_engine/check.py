import asyncio

from answer import Loop
from exam import Wrong, expect

TURNS = 10_000


class Watched(Loop):
    """The answer, as long as it comes to an end."""

    turns = 0

    def _run_once(self):
        self.turns += 1
        if self.turns == TURNS:
            raise Wrong(
                "`asyncio.sleep` waits for ever: keep the timer in "
                "`call_at`, and make it ready in `_run_once`."
            )
        super()._run_once()


def run(main):
    """What the coroutine returns, on the answer's loop."""
    loop = Watched()
    try:
        return loop.run_until_complete(main)
    finally:
        loop.close()


def now():
    return asyncio.get_running_loop().time()


async def three_waits():
    """The ends of a wait of five turns and of two sleeps, as they come."""
    ends = []

    async def sleep(seconds):
        await asyncio.sleep(seconds)
        ends.append((seconds, now()))

    async def turns():
        for _ in range(5):
            await asyncio.sleep(0)
        ends.append((0, now()))

    await asyncio.gather(sleep(2), turns(), sleep(1))
    return ends


async def limits():
    async with asyncio.timeout(3):
        await asyncio.sleep(1)
    try:
        async with asyncio.timeout(3):
            await asyncio.sleep(5)
    except TimeoutError:
        pass
    return now()


def check():
    # The judge's clock brings timers that compare with their own kind only.
    asyncio.TimerHandle = asyncio.events.TimerHandle
    ends = run(three_waits())
    waits, times = [wait for wait, _ in ends], dict(ends)
    expect(
        times[0] == 0,
        f"A task gives up its turn at 0 s, and goes on at {times[0]:.0f} s: "
        "the clock may jump only when no callback is ready.",
    )
    expect(
        waits[0] == 0,
        "A sleep of 1 s ends although another task is ready at 0 s: a "
        "timer is not ready before its time has come.",
    )
    expect(
        waits == [0, 1, 2],
        "A sleep of 2 s ends before a sleep of 1 s that was set after it: "
        "the earliest timer comes first.",
    )
    expect(
        times[1] == 1,
        f"A sleep of 1 s ends at {times[1]:.0f} s: the clock has to jump "
        "to the time of the timer.",
    )
    expect(times[2] == 2, f"A sleep of 2 s ends at {times[2]:.0f} s.")
    end = run(limits())
    expect(
        end == 4,
        f"A limit of 3 s begins at 1 s, and it ends at {end:.0f} s.",
    )
