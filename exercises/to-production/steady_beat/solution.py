import asyncio


async def beat(work):
    loop = asyncio.get_running_loop()
    start = loop.time()
    while True:
        await work()
        elapsed = loop.time() - start
        await asyncio.sleep(1 - elapsed % 1)
