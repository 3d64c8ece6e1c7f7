import asyncio

from console import run, say


async def download():
    try:
        say("download: opens the file")
        await asyncio.sleep(10)
    finally:
        say("download: closes the file")


async def main():
    task = asyncio.create_task(download())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    say("main: deletes the file")
    await asyncio.sleep(1)
    say("main: ends")


run(main())
