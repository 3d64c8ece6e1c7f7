import asyncio


async def bake(loaf, minutes):
    await asyncio.sleep(minutes)
    return loaf + " bread"


async def main():
    wheat = asyncio.create_task(bake("wheat", 30))
    rye = asyncio.create_task(bake("rye", 20))
    await asyncio.wait([wheat, rye])
    return [wheat, rye]
