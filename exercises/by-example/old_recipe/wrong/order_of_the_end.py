import asyncio


async def bake(loaf, minutes):
    await asyncio.sleep(minutes)
    return loaf + " bread"


async def main():
    loaves = [bake("wheat", 30), bake("rye", 20)]
    return [await loaf for loaf in asyncio.as_completed(loaves)]
