import asyncio

from console import run, say


async def main():
    limit = asyncio.timeout(2)
    say("prepares")
    await asyncio.sleep(1.5)
    say("begins the work of one second")
    try:
        async with limit:
            await asyncio.sleep(1)
            say("the work is done")
    except TimeoutError:
        say("the limit of two seconds has passed")


run(main())
