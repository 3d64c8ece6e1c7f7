import asyncio

from console import run, say


# ANCHOR: listing
async def ferry(name, tide, patience):
    try:
        async with asyncio.timeout(patience):
            height = await asyncio.shield(tide)
    except TimeoutError:
        say(f"{name}: gives up")
    else:
        say(f"{name}: sails on {height} m")


# ANCHOR_END: listing
async def harbour():
    tide = asyncio.get_running_loop().create_future()
    aurora = asyncio.create_task(ferry("Aurora", tide, 1))
    borealis = asyncio.create_task(ferry("Borealis", tide, 5))
    await asyncio.sleep(2)
    tide.set_result(4)
    await asyncio.wait([aurora, borealis])


run(harbour())
