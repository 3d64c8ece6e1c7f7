import asyncio


async def restaurant(kitchen, serve):
    """`kitchen` is an async iterator of plates."""
    queue = asyncio.Queue()

    async def waiter():
        while not queue.empty():
            await serve(queue.get_nowait())

    waiters = [asyncio.create_task(waiter()) for _ in range(2)]
    async for plate in kitchen:
        await queue.put(plate)
    await asyncio.gather(*waiters)
