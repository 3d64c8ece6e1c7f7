import asyncio
from contextlib import suppress

from answer import beat
from exam import expect, now, run


async def main(slow):
    begun = []

    async def work():
        begun.append(now())
        is_slow = slow and len(begun) == 2
        await asyncio.sleep(2.5 if is_slow else 0.3)

    with suppress(TimeoutError):
        async with asyncio.timeout(8.9):
            await beat(work)
    return begun


def check():
    begun = run(main(slow=False))[:3]
    expect(
        begun == [0.0, 1.0, 2.0],
        f"The work begins at {begun}, and it should at [0.0, 1.0, 2.0]: "
        "count the beats from the start.",
    )
    begun = run(main(slow=True))
    expect(
        begun[3] - begun[2] > 0.5,
        f"One piece of work takes 2.5 s, and then the beats come at "
        f"{begun[2:5]}: leave out what is missed, and go on at 4.0 s.",
    )
    expect(
        begun[2] == 4.0,
        f"The work begins at {begun[:3]}, and after a work of 2.5 s the "
        "next beat should be at 4.0 s.",
    )
