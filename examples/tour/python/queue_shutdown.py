# python: >=3.13
import asyncio

from console import run, say


async def develop(plates):
    try:
        while True:
            star = await plates.get()
            say(f"darkroom: develops {star}")
            await asyncio.sleep(2)
    except asyncio.QueueShutDown:
        say("darkroom: lights on")


async def main():
    plates = asyncio.Queue()
    darkroom = asyncio.create_task(develop(plates))
    plates.put_nowait("Mira")
    plates.put_nowait("Algol")
    plates.shutdown()
    say("telescope: that was the last one")
    await darkroom


run(main())
