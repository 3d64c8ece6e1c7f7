import asyncio

from console import run, say


async def worker():
    for step in 1, 2, 3:
        try:
            await asyncio.sleep(1)
            say(f"step {step}: done")
        except asyncio.CancelledError:
            say(f"step {step}: cancelled, clean up")
            raise


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0.5)
    task.cancel()
    say("main: has cancelled the worker")
    await asyncio.wait([task])
    say("main: the worker has ended")


run(main())
