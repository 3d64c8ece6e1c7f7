import asyncio

from console import run, say


async def ferry(name, tide):
    height = await tide
    say(f"{name}: sails on {height} m")


async def lighthouse(tide):
    await asyncio.sleep(2)
    tide.set_result(4)


async def harbour():
    tide = asyncio.get_running_loop().create_future()
    await asyncio.gather(
        ferry("Aurora", tide),
        ferry("Borealis", tide),
        lighthouse(tide),
    )
    say(f"harbour master: logs {await tide} m")


run(harbour())
