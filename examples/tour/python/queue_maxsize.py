import asyncio

from console import run, say


async def expose(plates):
    for star in "Mira", "Algol", "Deneb", "Rigel":
        await plates.put(star)
        say(f"telescope: handed in {star}")


async def develop(plates):
    for _ in range(4):
        star = await plates.get()
        say(f"darkroom: develops {star}")
        await asyncio.sleep(2)


async def main():
    plates = asyncio.Queue(maxsize=1)
    await asyncio.gather(expose(plates), develop(plates))


run(main())
