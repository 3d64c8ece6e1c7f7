import asyncio

from console import run, say


async def write_rows():
    for row in 1, 2, 3:
        await asyncio.sleep(1)
        say(f"row {row} is written")


async def export():
    rows = asyncio.create_task(write_rows())
    await rows


async def main():
    task = asyncio.create_task(export())
    await asyncio.sleep(1.5)
    task.cancel()
    say("main: the export is cancelled")
    await asyncio.sleep(2)
    say("main: ends")


run(main())
