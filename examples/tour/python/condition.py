import asyncio

from console import run, say


async def pack(plates, shelf):
    async with shelf:
        await shelf.wait_for(lambda: len(plates) >= 2)
        parcel = [plates.pop(), plates.pop()]
    say(f"assistant: packs {parcel[1]} and {parcel[0]}")


async def main():
    plates = []
    shelf = asyncio.Condition()
    parcel = asyncio.create_task(pack(plates, shelf))
    for plate in "Mira", "Algol":
        await asyncio.sleep(1)
        async with shelf:
            plates.append(plate)
            shelf.notify()
        say(f"darkroom: {plate} is dry")
    await parcel


run(main())
