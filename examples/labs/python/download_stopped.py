import asyncio

from console import run, say


async def download():
    for part in [1, 2, 3]:
        await asyncio.sleep(1)
        say(f"download: part {part}")


async def main():
    downloading = asyncio.create_task(download())
    done, _ = await asyncio.wait([downloading], timeout=1.5)
    if not done:
        say("main: gives up")
        downloading.cancel()
    await asyncio.sleep(3)
    say("main: ends")


run(main())
