# python: >=3.13
import asyncio

from console import run, say


async def produce(name, count, jobs):
    for number in range(count):
        await asyncio.sleep(1)
        await jobs.put(f"{name}{number}")
    say(f"{name}: ends")


async def work(jobs):
    while True:
        try:
            job = await jobs.get()
        except asyncio.QueueShutDown:
            break
        say(f"worker: {job}")
    say("worker: ends")


async def main():
    jobs = asyncio.Queue(10)
    async with asyncio.TaskGroup() as group:
        group.create_task(work(jobs))
        async with asyncio.TaskGroup() as producers:
            producers.create_task(produce("a", 1, jobs))
            producers.create_task(produce("b", 2, jobs))
        jobs.shutdown()


run(main())
