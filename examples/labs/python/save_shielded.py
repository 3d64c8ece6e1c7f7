import asyncio

from console import run, say


async def save():
    say("save: writes the first half")
    try:
        await asyncio.sleep(2)
        say("save: writes the second half")
    finally:
        say("save: ends")


async def main():
    try:
        async with asyncio.timeout(1):
            await asyncio.shield(save())
    except TimeoutError:
        say("main: out of time")
    say("main: ends")


run(main())
