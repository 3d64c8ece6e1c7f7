import asyncio

from answer import pay
from exam import expect, run


async def main():
    till = {"coins": 0}
    guests = asyncio.gather(*(pay(till, fare) for fare in (1, 2, 3)))
    await asyncio.sleep(0.5)
    early = till["coins"]
    await guests
    return early, till["coins"]


def check():
    early, coins = run(main())
    expect(
        early == 0,
        f"At 0.5 s no fare is counted yet, and the till has {early} coins "
        "already. A fare goes in when it is counted.",
    )
    expect(
        coins == 6,
        f"The guests pay 6 coins, and the till has {coins}: a guest has "
        "written over what others had paid during its await.",
    )
