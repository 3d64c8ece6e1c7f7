import asyncio

from console import run, say


async def telescope(name, stars, lock):
    for star in stars:
        async with lock:
            say(f"{name}: measures {star}")
            await asyncio.sleep(2)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(
        telescope("north", ["Mira", "Vega"], lock),
        telescope("south", ["Algol"], lock),
    )


run(main())
