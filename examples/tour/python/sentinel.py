import asyncio

from console import run, say

NOTHING_MORE = object()


async def develop(plates):
    while (star := await plates.get()) is not NOTHING_MORE:
        say(f"darkroom: develops {star}")
        await asyncio.sleep(2)
    say("darkroom: lights on")


async def main():
    plates = asyncio.Queue()
    darkroom = asyncio.create_task(develop(plates))
    plates.put_nowait("Mira")
    plates.put_nowait("Algol")
    plates.put_nowait(NOTHING_MORE)
    say("telescope: that was the last one")
    await darkroom


run(main())
