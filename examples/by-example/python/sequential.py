import asyncio

from console import run, say


async def bake(loaf, seconds):
    say(f"{loaf}: into the oven")
    await asyncio.sleep(seconds)
    say(f"{loaf}: done")


async def bakery():
    await bake("rye", 3)
    await bake("wheat", 2)
    await bake("roll", 1)


run(bakery())
