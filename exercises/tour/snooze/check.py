import asyncio

from answer import Snooze
from exam import expect, now, run


async def main():
    rings = []
    snooze = Snooze(2, lambda: rings.append(now()))
    for _ in range(3):
        snooze.press()
        await asyncio.sleep(1)
    await asyncio.sleep(10)
    return rings


def check():
    rings = run(main())
    expect(
        rings,
        "The alarm never rings: it should ring at 4.0 s, "
        "two seconds after the last press.",
    )
    expect(
        len(rings) == 1,
        f"The alarm rings at {rings}: "
        "a press has to cancel the timer of the press before.",
    )
    expect(
        rings == [4.0],
        f"The alarm rings at {rings}: it should ring once, at 4.0 s, "
        "two seconds after the last press.",
    )
