import asyncio

from answer import Watched
from exam import expect, run


class Clock:
    """The time of the loop, and of work that blocks."""

    def __init__(self):
        self.loop, self.blocked = asyncio.get_running_loop(), 0

    def __call__(self):
        return self.loop.time() + self.blocked

    def block(self, seconds):
        self.blocked += seconds


async def ending():
    clock = Clock()

    async def work():
        clock.block(1)
        await asyncio.sleep(3)
        clock.block(2)
        return "Mira"

    watched = Watched(work(), clock)
    value = await watched
    return value, round(watched.longest)


async def cancelled():
    clock, heard = Clock(), []

    async def work():
        try:
            await asyncio.sleep(3)
        except asyncio.CancelledError:
            heard.append("cancel")
            raise

    coroutine = work()

    async def watch():
        await Watched(coroutine, clock)

    task = asyncio.create_task(watch())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    is_heard = bool(heard)
    coroutine.close()
    return is_heard


def check():
    value, longest = run(ending())
    expect(
        longest < 6,
        "The work waits 3 s, its longest step takes 2 s, and `longest` "
        f"says {longest}: waiting is no part of a step.",
    )
    expect(
        longest == 2,
        f"The longest step takes 2 s, and `longest` says {longest}: "
        "it is the longest of the steps and not their sum.",
    )
    expect(
        value == "Mira",
        f"The work returns 'Mira', and the `await` gives {value!r}.",
    )
    expect(
        run(cancelled()),
        "The task is cancelled at its wait, and the coroutine inside does "
        "not get the error: pass it on with `steps.throw`.",
    )
