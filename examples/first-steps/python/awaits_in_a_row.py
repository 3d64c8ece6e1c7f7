import asyncio

from console import run, say


async def pilot(ferry, seconds):
    say(f"{ferry}: pilot on board")
    await asyncio.sleep(seconds)
    say(f"{ferry}: in her berth")


async def harbour_master():
    await pilot("Aurora", 1)
    await pilot("Borealis", 2)
    say("harbour master: both are in")


run(harbour_master())
