import asyncio
from contextlib import aclosing

from console import run, say


async def rows():
    say("connection: opens")
    try:
        for row in [1, 2, 3]:
            await asyncio.sleep(1)
            yield row
    finally:
        say("connection: closes")


async def find(wanted):
    async with aclosing(rows()) as found:
        async for row in found:
            if row == wanted:
                return row


async def main():
    say(f"main: has row {await find(2)}")
    await asyncio.sleep(1)
    say("main: ends")


run(main())
