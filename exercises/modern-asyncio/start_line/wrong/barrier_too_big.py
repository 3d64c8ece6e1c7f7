import asyncio


async def race(boats):
    """A boat has two async methods, `arrive` and `start`."""
    barrier = asyncio.Barrier(len(boats) + 1)

    async def row(boat):
        await boat.arrive()
        await barrier.wait()
        await boat.start()

    await asyncio.gather(*map(row, boats))
