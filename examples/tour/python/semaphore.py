import asyncio

from console import run, say


async def slew(telescope, seconds, power):
    async with power:
        say(f"{telescope}: turns")
        await asyncio.sleep(seconds)
    say(f"{telescope}: on target")


async def main():
    power = asyncio.BoundedSemaphore(2)
    await asyncio.gather(
        slew("north", 2, power),
        slew("south", 3, power),
        slew("east", 2, power),
    )


run(main())
