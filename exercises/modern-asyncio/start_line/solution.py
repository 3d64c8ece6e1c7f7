import asyncio


async def race(boats):
    """A boat has two async methods, `arrive` and `start`."""
    line = asyncio.Barrier(len(boats))

    async def row(boat):
        await boat.arrive()
        await line.wait()
        await boat.start()

    await asyncio.gather(*map(row, boats))
