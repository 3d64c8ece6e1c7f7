import asyncio

import rust
from harbour import run, say


async def ferry(name, seconds):
    say(f"{name}: leaves")
    try:
        await asyncio.sleep(seconds)
        say(f"{name}: is in")
        return name
    except asyncio.CancelledError:
        say(f"{name}: turns back")
        raise


async def main():
    both = ferry("Gull", 3), ferry("Heron", 1)
    say(f"main: {await rust.first(*both)} is first")


run(main())
