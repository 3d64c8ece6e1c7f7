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
    saving = asyncio.create_task(save())
    try:
        async with asyncio.timeout(1):
            await asyncio.shield(saving)
    except TimeoutError:
        say("main: out of time")
        await saving
    say("main: ends")


run(main())
