import asyncio

from on_asyncio import run, say


async def poll_sensor():
    for attempt in range(1, 4):
        try:
            await asyncio.sleep(2)
            say(f"attempt {attempt}: a value")
        except asyncio.CancelledError as error:
            say(f"attempt {attempt}: {type(error).__name__}")


async def main():
    task = asyncio.create_task(poll_sensor())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    say("the task has ended")


run(main)
