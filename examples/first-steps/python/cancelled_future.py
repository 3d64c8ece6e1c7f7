import asyncio

from console import run, say


async def ferry(name, tide, patience):
    try:
        async with asyncio.timeout(patience):
            height = await tide
    except TimeoutError:
        say(f"{name}: gives up")
    except asyncio.CancelledError:
        say(f"{name}: cancelled")
        raise
    else:
        say(f"{name}: sails on {height} m")


async def harbour():
    tide = asyncio.get_running_loop().create_future()
    aurora = asyncio.create_task(ferry("Aurora", tide, 1))
    borealis = asyncio.create_task(ferry("Borealis", tide, 5))
    await asyncio.sleep(2)
    if tide.cancelled():
        say("lighthouse: the future is cancelled")
    else:
        tide.set_result(4)
    await asyncio.wait([aurora, borealis])


run(harbour())
