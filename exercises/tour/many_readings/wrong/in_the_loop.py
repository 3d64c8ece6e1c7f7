import asyncio


async def readings(instruments):
    async def reading(read):
        return read()

    return await asyncio.gather(*map(reading, instruments))
