import asyncio

from answer import race
from exam import Wrong, expect, now, run


class Boat:
    started = None

    def __init__(self, seconds):
        self.seconds = seconds

    async def arrive(self):
        await asyncio.sleep(self.seconds)

    async def start(self):
        self.started = now()


def check():
    boats = [Boat(3), Boat(1), Boat(2)]
    try:
        run(race(boats))
    except Wrong:
        raise Wrong(
            "`race` never ends: a barrier opens when as many boats wait at "
            "it as it was made for. How many come to it?"
        ) from None
    starts = [boat.started for boat in boats]
    expect(None not in starts, "A boat never starts.")
    expect(
        min(starts) == 3.0,
        f"The first boat starts at {min(starts)} s, and the last is at the "
        "line at 3.0 s only: no boat may start before.",
    )
    expect(starts == [3.0] * 3, f"The boats start at {starts}.")
