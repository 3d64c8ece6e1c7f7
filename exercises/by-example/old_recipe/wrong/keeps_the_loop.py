import asyncio


async def bake(loaf, minutes, loop):
    await asyncio.sleep(minutes, loop=loop)
    return loaf + " bread"


async def main():
    loop = asyncio.get_event_loop()
    wheat = bake("wheat", 30, loop)
    rye = asyncio.create_task(bake("rye", 20, loop))
    first = await wheat
    second = await rye
    return [first, second]
