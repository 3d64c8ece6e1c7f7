import asyncio

from answer import add_up
from exam import expect, run

# A task that waits for the clock gets nowhere while another one has turns.
PATIENCE = 5000


async def main():
    turns = 0

    async def other():
        nonlocal turns
        while turns < PATIENCE:
            await asyncio.sleep(0)
            turns += 1

    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    total = await add_up(range(0, 2000, 2))
    task.cancel()
    return total, turns


def check():
    total, turns = run(main())
    expect(
        turns < PATIENCE,
        "`add_up` waits for a time, and the other task has "
        f"{PATIENCE} turns meanwhile: give the turn away, and no time.",
    )
    expect(
        9 <= turns <= 11,
        f"While 1000 numbers are added, the other task has {turns} turns. "
        "It should have about 10, one after each hundred.",
    )
    expect(
        total == 999000, f"The sum should be 999000, and it is {total}."
    )
