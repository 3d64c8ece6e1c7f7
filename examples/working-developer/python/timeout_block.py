import asyncio

from console import run, say


async def ask(source):
    await asyncio.sleep(2)
    say(f"Ada: the {source} answers")


async def reporter():
    try:
        async with asyncio.timeout(3):
            await ask("mayor")
            await ask("police")
    except TimeoutError:
        say("Ada: writes with what she has")


run(reporter())
