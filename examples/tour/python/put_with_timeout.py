import asyncio

from console import run, say


async def hand_in(star, plates):
    while True:
        try:
            async with asyncio.timeout(1):
                await plates.put(star)
            break
        except TimeoutError:
            say(f"telescope: no room, keeps {star}")
    say(f"telescope: handed in {star}")


async def expose(plates):
    await hand_in("Mira", plates)
    await hand_in("Algol", plates)


async def develop(plates):
    for _ in range(2):
        await asyncio.sleep(1.5)
        say(f"darkroom: develops {await plates.get()}")


async def main():
    plates = asyncio.Queue(maxsize=1)
    await asyncio.gather(expose(plates), develop(plates))


run(main())
