import asyncio

from console import run


async def wait(milliseconds):
    await asyncio.sleep(milliseconds / 1000)
    print(f"{milliseconds} ms")


async def main():
    async with asyncio.TaskGroup() as waits:
        for milliseconds in (100.4, 100.2, 100.0):
            waits.create_task(wait(milliseconds))


run(main())
