import asyncio


async def turn():
    await asyncio.sleep(0)
