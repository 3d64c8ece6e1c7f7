import asyncio

from observatory import run, say


async def spectrum(telescope, star, spectrograph):
    async with spectrograph:
        say(f"{telescope}: slit on {star}")
        await asyncio.sleep(2)
        say(f"{telescope}: has the spectrum of {star}")


async def main():
    spectrograph = asyncio.Lock()
    await asyncio.gather(
        spectrum("north", "Mira", spectrograph),
        spectrum("south", "Algol", spectrograph),
    )


run(main())
