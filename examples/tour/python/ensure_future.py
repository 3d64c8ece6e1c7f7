import asyncio

from console import run, say


async def develop(plate):
    say(f"darkroom: {plate} in the tray")
    await asyncio.sleep(2)
    return f"{plate}, fixed"


async def hang_up(work):
    plate = asyncio.ensure_future(work)
    say("assistant: clears the line")
    await asyncio.sleep(1)
    say(f"assistant: hangs up {await plate}")


run(hang_up(develop("plate 7")))
