import asyncio

from console import run, say


async def refresh_cache():
    await asyncio.sleep(1.5)
    raise ConnectionError("no route to the cache")


async def serve():
    for number in 1, 2, 3:
        await asyncio.sleep(1)
        say(f"request {number} is served")


async def main():
    task = asyncio.create_task(refresh_cache())
    await serve()
    if task.done():
        say("main: ends, the refresh is done")


run(main())
