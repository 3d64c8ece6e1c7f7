import asyncio

from console import run, say


async def worker(name, seconds, barrier):
    for phase in "load", "index":
        await asyncio.sleep(seconds)
        say(f"{name}: {phase} done")
        position = await barrier.wait()
        if position == 0:
            say(f"{name}: all have ended {phase}")


async def job():
    barrier = asyncio.Barrier(3)
    async with asyncio.TaskGroup() as group:
        group.create_task(worker("first", 1, barrier))
        group.create_task(worker("second", 2, barrier))
        group.create_task(worker("third", 3, barrier))


run(job())
