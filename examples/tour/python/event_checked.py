import asyncio

from console import run, say


async def observe(telescope, clear_sky):
    while not clear_sky.is_set():
        await clear_sky.wait()
    say(f"{telescope}: opens under a clear sky")


async def main():
    clear_sky = asyncio.Event()
    north = asyncio.create_task(observe("north", clear_sky))
    await asyncio.sleep(1)
    clear_sky.set()
    clear_sky.clear()
    say("assistant: a gap, and gone")
    await asyncio.sleep(1)
    clear_sky.set()
    await north


run(main())
