import asyncio

from console import run, say


async def cross(ferry, seconds):
    say(f"{ferry}: casts off")
    await asyncio.sleep(seconds)
    say(f"{ferry}: docks")


async def harbour_master():
    crossings = [("Gull", 3), ("Heron", 1), ("Tern", 3)]
    ferries = [asyncio.create_task(cross(*each)) for each in crossings]
    for ferry in ferries:
        await ferry
    say("harbour master: all are in")


run(harbour_master())
