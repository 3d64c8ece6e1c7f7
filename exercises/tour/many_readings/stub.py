import asyncio


async def readings(instruments):
    return [await asyncio.to_thread(read) for read in instruments]
