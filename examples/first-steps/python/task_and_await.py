import asyncio

from console import run, say


# ANCHOR: listing
async def cross(ferry, seconds):
    say(f"{ferry}: casts off")
    await asyncio.sleep(seconds)
    say(f"{ferry}: docks")


async def main():
    gull = asyncio.create_task(cross("Gull", 2))
    await cross("Heron", 1)
    await gull


run(main())
# ANCHOR_END: listing
