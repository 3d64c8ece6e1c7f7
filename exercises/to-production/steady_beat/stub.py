import asyncio


async def beat(work):
    while True:
        await work()
        await asyncio.sleep(1)
