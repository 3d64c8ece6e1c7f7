import asyncio

from console import run, say


class Seats:
    sold = 0


async def sell(seats):
    await asyncio.sleep(1)
    seats.sold += 1


async def main():
    seats = Seats()
    agents = [asyncio.create_task(sell(seats)) for _ in range(2)]
    for agent in agents:
        await agent
    say(f"two agents have sold {seats.sold} seats")


run(main())
