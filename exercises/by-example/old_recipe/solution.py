import asyncio


async def bake(loaf, minutes):
    await asyncio.sleep(minutes)
    return loaf + " bread"


async def main():
    wheat = bake("wheat", 30)
    # Starts it now.
    rye = asyncio.create_task(bake("rye", 20))
    first = await wheat
    second = await rye
    return [first, second]
