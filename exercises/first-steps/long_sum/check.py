import asyncio

from answer import add_up
from exam import expect, run


async def main():
    turns = 0

    async def other():
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    total = await add_up(range(1000))
    task.cancel()
    return total, turns


def check():
    total, turns = run(main())
    expect(
        9 <= turns <= 11,
        f"While 1000 numbers are added, the other task has {turns} turns. "
        "It should have about 10, one after each hundred.",
    )
    expect(
        total == 499500, f"The sum should be 499500, and it is {total}."
    )
