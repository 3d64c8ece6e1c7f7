import asyncio
import gc

from console import run, say

background = set()


async def listen():
    message = asyncio.get_running_loop().create_future()
    try:
        print("subscriber: waits for a message")
        await message
    finally:
        print("subscriber: stops")


async def main():
    task = asyncio.create_task(listen())
    background.add(task)
    task.add_done_callback(background.discard)
    del task
    await asyncio.sleep(1)
    gc.collect()  # sooner or later Python does this by itself
    say("main: one second later")
    await asyncio.sleep(1)
    say("main: ends")


run(main())
