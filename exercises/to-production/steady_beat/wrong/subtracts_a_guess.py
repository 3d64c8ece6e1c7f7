import asyncio


async def beat(work):
    loop = asyncio.get_running_loop()
    while True:
        start = loop.time()
        await work()
        took = loop.time() - start
        await asyncio.sleep(max(1 - took, 0))
