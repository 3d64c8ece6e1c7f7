import asyncio

from console import run, say

free = 3


# ANCHOR: listing
async def reserve(ferry):
    global free
    await asyncio.sleep(1)
    seen = free
    free = seen - 1
    say(f"{ferry}: has a berth, {free} left")


# ANCHOR_END: listing
async def main():
    gull = asyncio.create_task(reserve("Gull"))
    heron = asyncio.create_task(reserve("Heron"))
    await gull
    await heron


run(main())
