import asyncio

from answer import pause
from exam import Wrong, expect, run


async def main():
    turns = 0

    async def other():
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    try:
        await pause()
    except TypeError:
        raise Wrong(
            "`pause()` cannot be awaited: "
            "a generator has to be marked with `types.coroutine`."
        ) from None
    task.cancel()
    return turns


def check():
    turns = run(main())
    expect(
        turns,
        "`pause` is ready at once: in the meantime the other task has had "
        "0 turns, and not 1.",
    )
    expect(turns == 1, f"`pause` gives {turns} turns away, and not 1.")
