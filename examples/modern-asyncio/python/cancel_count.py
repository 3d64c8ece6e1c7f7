import asyncio

from console import run, say


async def worker():
    task = asyncio.current_task()
    for _ in range(2):
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            say(f"worker: {task.cancelling()} requests")
    say(f"worker: uncancel leaves {task.uncancel()}")


async def service():
    task = asyncio.create_task(worker())
    await asyncio.sleep(1)
    task.cancel()
    task.cancel()
    await asyncio.sleep(1)
    task.cancel()
    await task
    say(f"service: cancelled is {task.cancelled()}")


run(service())
