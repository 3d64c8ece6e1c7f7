import asyncio


async def beat(work):
    loop = asyncio.get_running_loop()
    next_beat = loop.time()
    while True:
        await work()
        next_beat += 1
        await asyncio.sleep(max(next_beat - loop.time(), 0))
