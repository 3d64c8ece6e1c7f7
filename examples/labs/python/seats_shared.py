# clock: real
import asyncio
from threading import Barrier, Thread


class Seats:
    sold = 0


async def sell(seats, both_read):
    sold = seats.sold
    both_read.wait()
    seats.sold = sold + 1


seats, both_read = Seats(), Barrier(2)
agents = [
    Thread(target=asyncio.run, args=[sell(seats, both_read)])
    for _ in range(2)
]
for agent in agents:
    agent.start()
for agent in agents:
    agent.join()
print(f"two agents have sold {seats.sold} seat")
