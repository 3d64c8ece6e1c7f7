import asyncio

import rust
from harbour import run, say


async def pilot():
    try:
        await asyncio.sleep(5)
    finally:
        say("pilot: casts anchor")
        await asyncio.sleep(1)
        say("pilot: the anchor holds")


async def main():
    try:
        await rust.timeout(2, pilot())
    except TimeoutError:
        say("main: gives up")
    await asyncio.sleep(3)
    say("main: closes the harbour")


run(main())
