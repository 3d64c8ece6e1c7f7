import asyncio

from console import run, say


async def load():
    await asyncio.sleep(1)
    return "blue"


def colour():  # a plain function cannot await
    return asyncio.run(load())


async def main():
    try:
        say(f"main: the colour is {colour()}")
    except RuntimeError as error:
        say(f"main: {error}")


run(main())
