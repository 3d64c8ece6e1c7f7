import asyncio


async def race(boats):
    """A boat has two async methods, `arrive` and `start`."""
    line = asyncio.Semaphore(0)
    arrived = []

    async def row(boat):
        await boat.arrive()
        arrived.append(boat)
        if len(arrived) == 2:
            line.release()
            line.release()
        elif len(arrived) == 1:
            await line.acquire()
        await boat.start()

    await asyncio.gather(*map(row, boats))
