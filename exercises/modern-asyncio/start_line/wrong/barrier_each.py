import asyncio


async def race(boats):
    """A boat has two async methods, `arrive` and `start`."""

    async def row(boat):
        line = asyncio.Barrier(len(boats))
        await boat.arrive()
        await line.wait()
        await boat.start()

    await asyncio.gather(*map(row, boats))
