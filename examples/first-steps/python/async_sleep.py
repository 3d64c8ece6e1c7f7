# ANCHOR: listing
import asyncio

from console import run, say

flashes = 0


async def lighthouse():
    global flashes
    while True:
        flashes += 1
        await asyncio.sleep(0.5)


async def pilot(name, seconds):
    say(f"{name}: boards")
    before = flashes
    await asyncio.sleep(seconds)
    say(f"{name}: leaves, flashes seen: {flashes - before}")


async def main():
    light = asyncio.create_task(lighthouse())
    ada = asyncio.create_task(pilot("Ada", 2.6))
    bo = asyncio.create_task(pilot("Bo", 1.6))
    await ada
    await bo
    light.cancel()


run(main())
# ANCHOR_END: listing
