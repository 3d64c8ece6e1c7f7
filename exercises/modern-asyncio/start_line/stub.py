import asyncio


async def race(boats):
    """A boat has two async methods, `arrive` and `start`."""

    async def row(boat):
        await boat.arrive()
        await boat.start()

    await asyncio.gather(*map(row, boats))
