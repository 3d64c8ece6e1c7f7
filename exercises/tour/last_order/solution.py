import asyncio


async def restaurant(kitchen, serve):
    """`kitchen` is an async iterator of plates."""
    queue = asyncio.Queue()

    async def waiter():
        while (plate := await queue.get()) is not None:
            await serve(plate)

    waiters = [asyncio.create_task(waiter()) for _ in range(2)]
    async for plate in kitchen:
        await queue.put(plate)
    for _ in waiters:
        await queue.put(None)
    await asyncio.gather(*waiters)
