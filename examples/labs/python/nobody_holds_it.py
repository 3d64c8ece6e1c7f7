import asyncio
import gc

from console import run, say


async def listen():
    message = asyncio.get_running_loop().create_future()
    try:
        print("subscriber: waits for a message")
        await message
    finally:
        print("subscriber: stops")


async def main():
    asyncio.create_task(listen())
    await asyncio.sleep(1)
    gc.collect()  # sooner or later Python does this by itself
    say("main: one second later")
    await asyncio.sleep(1)
    say("main: ends")


run(main())
