import asyncio
import gc

from console import run, say

background = set()


def start(coroutine):
    task = asyncio.create_task(coroutine)
    background.add(task)
    task.add_done_callback(background.discard)


async def type_up(name):
    await asyncio.sleep(1)
    say(f"{name}: has typed the tips")


async def listen(name):
    phone = asyncio.get_running_loop().create_future()
    try:
        await phone
    finally:
        print(f"{name}: is off the line")


async def editor():
    start(type_up("Ada"))
    start(listen("Ben"))
    await asyncio.sleep(2)
    gc.collect()
    say(f"editor: goes home, {len(background)} kept")


run(editor())
