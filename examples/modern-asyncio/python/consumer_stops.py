# python: >=3.13
import asyncio

from console import run, say


async def work(jobs):
    say(f"worker: job {await jobs.get()}")
    await asyncio.sleep(2)
    say("worker: has seen enough")
    jobs.shutdown(immediate=True)


async def produce(jobs):
    for number in [1, 2, 3]:
        try:
            await jobs.put(number)
        except asyncio.QueueShutDown:
            say(f"producer: job {number} is refused")
            break
        say(f"producer: has put job {number}")


async def main():
    jobs = asyncio.Queue(1)
    async with asyncio.TaskGroup() as group:
        group.create_task(produce(jobs))
        group.create_task(work(jobs))


run(main())
