import asyncio

from console import run, say


async def cross(ferry, seconds):
    say(f"{ferry}: casts off")
    await asyncio.sleep(seconds)
    say(f"{ferry}: docks")


# ANCHOR: listing
async def main():
    gull = asyncio.create_task(cross("Gull", 2))
    say("harbour master: has time for a coffee")
    await gull
    say("harbour master: goes home")


run(main())
print("the harbour is closed")
# ANCHOR_END: listing
