import asyncio

from console import run, say


async def unhitch(barges):
    if barges == 0:
        say("tug: free")
        return
    await asyncio.sleep(1)
    say(f"tug: barge {barges} is loose")
    await unhitch(barges - 1)


run(unhitch(3))
