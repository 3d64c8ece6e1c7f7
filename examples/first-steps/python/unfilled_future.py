import asyncio

from console import run, say


async def lighthouse(tide):
    await asyncio.sleep(1)
    say("lighthouse: the keeper goes home")


async def ferry(tide):
    try:
        async with asyncio.timeout(5):
            height = await tide
    except TimeoutError:
        say("ferry: waited in vain")
    else:
        say(f"ferry: sails on {height} m")


async def harbour():
    tide = asyncio.get_running_loop().create_future()
    await asyncio.gather(ferry(tide), lighthouse(tide))


run(harbour())
