import asyncio

from console import run, say


async def observe(telescope, clear_sky):
    await clear_sky.wait()
    sky = "clear" if clear_sky.is_set() else "clouded"
    say(f"{telescope}: opens under a {sky} sky")


async def main():
    clear_sky = asyncio.Event()
    north = asyncio.create_task(observe("north", clear_sky))
    await asyncio.sleep(1)
    clear_sky.set()
    clear_sky.clear()
    say("assistant: a gap, and gone")
    await asyncio.sleep(1)
    clear_sky.set()
    south = asyncio.create_task(observe("south", clear_sky))
    await asyncio.gather(north, south)


run(main())
