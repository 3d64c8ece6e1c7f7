import asyncio

from console import run, say


async def arrive(name, seconds, barrier):
    await asyncio.sleep(seconds)
    say(f"{name}: arrives")
    try:
        async with asyncio.timeout(1.5):
            await barrier.wait()
        say(f"{name}: passes")
    except TimeoutError:
        say(f"{name}: gives up")


async def job():
    barrier = asyncio.Barrier(3)
    await arrive("first", 0, barrier)
    async with asyncio.TaskGroup() as group:
        group.create_task(arrive("second", 1, barrier))
        group.create_task(arrive("third", 2, barrier))
        group.create_task(arrive("first", 2.1, barrier))


run(job())
