import asyncio

from console import run, say


async def enter(ferry):
    say(f"{ferry}: waits for the tide")
    await asyncio.sleep(2)
    return 3


async def moor(ferry, berth):
    await asyncio.sleep(1)
    say(f"{ferry}: moored at berth {berth}")


async def dock(ferry):
    berth = await enter(ferry)
    await moor(ferry, berth)
    return berth


async def harbour_master():
    berth = await dock("Aurora")
    say(f"harbour master: berth {berth} is taken")


run(harbour_master())
