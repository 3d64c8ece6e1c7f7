import asyncio

from bakery import run, say


async def bake(loaf, seconds):
    say(f"{loaf}: into the oven")
    await asyncio.sleep(seconds)
    say(f"{loaf}: done")


run(bake("rye", 3))
