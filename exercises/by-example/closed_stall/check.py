import asyncio

from answer import prices
from exam import expect, now, run


async def stall(seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise LookupError("closed")
    return price


async def main():
    stalls = [stall(3, 30), stall(1, None), stall(2, 50)]
    try:
        return list(await prices(stalls)), now()
    except LookupError:
        return None, now()


def check():
    found, end = run(main())
    expect(
        found,
        "One stall is closed, and there is no price at all. "
        "The other stalls have answered: keep their prices.",
    )
    expect(
        found != [30, 50],
        "The prices are 30 and 50, and the closed stall has left no gap: "
        "put `None` in its place.",
    )
    expect(
        found == [30, None, 50],
        f"The stalls ask 30, nothing and 50, in this order, not {found}.",
    )
    expect(
        end == 3.0,
        f"The answer is there at {end} s: the stalls are asked one after "
        "the other. Ask all at once, and it takes 3.0 s.",
    )
