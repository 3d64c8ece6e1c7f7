import asyncio

from console import run, say


async def cached():
    return "the cache has it"


async def page():
    try:
        say(await asyncio.wait_for(cached(), timeout=0))
    except TimeoutError:
        say("wait_for: too late")
    try:
        async with asyncio.timeout(0):
            say(await cached())
    except TimeoutError:
        say("timeout: too late")


run(page())
