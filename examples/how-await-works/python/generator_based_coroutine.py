import asyncio
import types


@types.coroutine
def pilot(ferry):
    yield from asyncio.sleep(0)
    return f"{ferry} is in"


async def tug(ferry):
    await asyncio.sleep(0)
    return f"{ferry} is in tow"


async def main():
    print(await pilot("Gull"))
    print(await tug("Heron"))


asyncio.run(main())
