import asyncio


async def worker(queue, bake, burnt):
    while True:
        loaf = await queue.get()
        try:
            await bake(loaf)
        finally:
            queue.task_done()


async def bakery(loaves, bake):
    queue, burnt = asyncio.Queue(), []
    for loaf in loaves:
        queue.put_nowait(loaf)
    workers = [
        asyncio.create_task(worker(queue, bake, burnt))
        for _ in range(2)
    ]
    await queue.join()
    for task in workers:
        task.cancel()
    return burnt
