import asyncio

from answer import begin
from exam import expect, run


async def main():
    async def cached():
        return 7

    async def fetched():
        await asyncio.sleep(1)
        return 8

    quick = begin(cached())
    is_open = isinstance(quick, asyncio.Task) and not quick.done()
    slow = begin(fetched())
    is_task = isinstance(slow, asyncio.Task)
    return quick, is_open, await slow if is_task else None


def check():
    quick, is_open, slow = run(main())
    expect(
        quick is not None,
        "The job never waits, and `begin` returns None: "
        "run its first step at once, and return its result.",
    )
    expect(
        not is_open,
        "The job never waits, and `begin` returns a task that is not done: "
        "run its first step at once.",
    )
    expect(
        quick == 7,
        "The job never waits, and `begin` returns its task: "
        "the result is there already, return that.",
    )
    expect(
        slow == 8,
        "The second job waits, and `begin` should return its task.",
    )
