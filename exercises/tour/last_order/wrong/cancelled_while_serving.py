import asyncio


async def restaurant(kitchen, serve):
    """`kitchen` is an async iterator of plates."""
    queue = asyncio.Queue()

    async def waiter():
        while True:
            await serve(await queue.get())

    waiters = [asyncio.create_task(waiter()) for _ in range(2)]
    async for plate in kitchen:
        await queue.put(plate)
    while not queue.empty():
        await asyncio.sleep(0)
    for task in waiters:
        task.cancel()
    await asyncio.gather(*waiters, return_exceptions=True)
