import asyncio

from console import run, say


async def cross(ferry, seconds):
    say(f"{ferry}: casts off")
    await asyncio.sleep(seconds)
    say(f"{ferry}: docks")


async def main():
    asyncio.create_task(cross("Gull", 2))
    say("harbour master: goes home")


run(main())
print("the harbour is closed")
