import asyncio

from console import run, say


async def bake(loaf, seconds):
    say(f"{loaf}: into the oven")
    await asyncio.sleep(seconds)
    say(f"{loaf}: done")
    return f"a {loaf}"


async def bakery():
    tray = await asyncio.gather(
        bake("rye", 3),
        bake("wheat", 2),
        bake("roll", 1),
    )
    say("baker: on the tray " + ", ".join(tray))


run(bakery())
