import asyncio

from console import run, say


async def ferry(berth):
    say("ferry: waits outside")
    number = await berth
    say(f"ferry: steers for berth {number}")


async def harbour_master(berth):
    await asyncio.sleep(2.5)
    berth.set_result(4)
    say("harbour master: berth 4 is free")


async def harbour():
    berth = asyncio.get_running_loop().create_future()
    await asyncio.gather(ferry(berth), harbour_master(berth))


run(harbour())
