import asyncio

from console import run, say


async def develop(plates):
    while True:
        star = await plates.get()
        say(f"darkroom: develops {star}")
        await asyncio.sleep(2)


async def observe(plates):
    await plates.put("Mira")
    await plates.put("Algol")
    say("telescope: that was the last one")


async def main():
    plates = asyncio.Queue()
    darkroom = asyncio.create_task(develop(plates))
    await observe(plates)
    done, _ = await asyncio.wait([darkroom], timeout=60)
    if not done:
        say("assistant: the darkroom still waits")


run(main())
