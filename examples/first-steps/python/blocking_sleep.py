# clock: real
# ANCHOR: listing
import asyncio
import time

flashes = 0


async def lighthouse():
    global flashes
    while True:
        flashes += 1
        await asyncio.sleep(0.05)


async def pilot(name, seconds):
    print(f"{name}: boards")
    before = flashes
    time.sleep(seconds)
    print(f"{name}: leaves, flashes seen: {flashes - before}")


async def main():
    light = asyncio.create_task(lighthouse())
    ada = asyncio.create_task(pilot("Ada", 0.25))
    bo = asyncio.create_task(pilot("Bo", 0.15))
    await ada
    await bo
    light.cancel()


asyncio.run(main())
# ANCHOR_END: listing
# ruff: noqa: ASYNC251 (blocking is the point)
