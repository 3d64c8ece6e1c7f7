import asyncio

from console import run, say


async def load():
    await asyncio.sleep(1)
    return "blue"


async def colour():
    return await load()


async def main():
    say(f"main: the colour is {await colour()}")


run(main())
