import asyncio

import rust
from harbour import run, say


async def pilot():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        say("pilot: cancelled")
        raise


async def ferry():
    await rust.timeout(60, pilot())


async def main():
    task = asyncio.create_task(ferry())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    say(f"main: ferry is cancelled, {task.cancelled()}")


run(main())
