import asyncio
import gc

from console import run, say


async def listen(name):
    phone = asyncio.get_running_loop().create_future()
    try:
        await phone
    finally:
        print(f"{name}: is off the line")


async def editor():
    kept = {asyncio.create_task(listen("Ada"))}
    asyncio.create_task(listen("Ben"))
    await asyncio.sleep(1)
    gc.collect()
    await asyncio.sleep(1)
    say(f"editor: goes home, {len(kept)} kept")


run(editor())
