import asyncio


async def readings(instruments):
    threads = [asyncio.to_thread(read) for read in instruments]
    return [await value for value in asyncio.as_completed(threads)]
