import asyncio

from console import run, say


async def sort(name):
    for box in (1, 2, 3):
        say(f"{name}: box {box}")
        await asyncio.sleep(0)


async def archive():
    ada = asyncio.create_task(sort("Ada"))
    ben = asyncio.create_task(sort("Ben"))
    await ada
    await ben


run(archive())
