import asyncio

from console import run, say


async def pilot():
    try:
        say("pilot: waits at the buoy")
        await asyncio.get_running_loop().create_future()
    finally:
        say("pilot: the boat is made fast")


async def harbour_master():
    waiting = asyncio.create_task(pilot())
    await asyncio.sleep(2)
    waiting.cancel()
    say("harbour master: recalls the pilot")
    try:
        await waiting
    except asyncio.CancelledError:
        say("harbour master: he is back")


run(harbour_master())
