import asyncio

from console import run, say

free = 3


async def reserve(ferry):
    global free
    seen = free
    await asyncio.sleep(1)
    free = seen - 1
    say(f"{ferry}: has a berth, {free} left")


async def main():
    gull = asyncio.create_task(reserve("Gull"))
    heron = asyncio.create_task(reserve("Heron"))
    await gull
    await heron


run(main())
