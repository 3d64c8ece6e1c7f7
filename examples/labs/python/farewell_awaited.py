import asyncio

from console import run, say


async def farewell():
    say("farewell: begins")
    await asyncio.sleep(1)
    say("farewell: is sent")


async def session():
    try:
        await asyncio.sleep(10)
    finally:
        say("session: cleans up")
        await farewell()


async def main():
    asyncio.create_task(session())
    await asyncio.sleep(1)
    say("main: ends")


run(main())
