import asyncio

from console import run, say


async def cross(ferry, seconds):
    say(f"{ferry}: casts off")
    await asyncio.sleep(seconds)
    say(f"{ferry}: docks")
    return 10 * seconds


async def main():
    gull = asyncio.create_task(cross("Gull", 2))
    heron = asyncio.create_task(cross("Heron", 1))
    say("harbour master: both are on their way")

    ashore = await gull + await heron
    say(f"harbour master: {ashore} passengers ashore")


run(main())
