import asyncio

from answer import Gate
from exam import Wrong, expect, now, run

through = []


async def car(gate, arrival):
    await asyncio.sleep(arrival)
    await gate.wait()
    through.append((arrival, now()))


async def main():
    gate = Gate()
    asyncio.get_running_loop().call_later(1, gate.open)
    cars = (car(gate, arrival) for arrival in (0, 0.5, 2))
    await asyncio.gather(*cars)


def check():
    try:
        run(main())
    except Wrong:
        expect(
            len(through) > 1,
            "Two cars wait when the gate opens, and only one goes on: "
            "an open gate is open for all.",
        )
        raise Wrong(
            "The gate opens at 1.0 s, and the car that comes at 2.0 s waits "
            "for ever: the gate has to remember that it is open."
        ) from None
    expect(
        through == [(0, 1.0), (0.5, 1.0), (2, 2.0)],
        f"The cars came at 0, 0.5 and 2 s, and went on so: {through}.",
    )
