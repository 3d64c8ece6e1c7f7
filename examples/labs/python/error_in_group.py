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
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(refresh_cache())
            await serve()
    except* ConnectionError as errors:
        say(f"main: ends, {errors.exceptions[0]}")


run(main())
