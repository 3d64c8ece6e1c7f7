import asyncio

from console import run, say


class Burnt(Exception):
    pass


async def bake(loaf, seconds):
    say(f"{loaf}: into the oven")
    await asyncio.sleep(seconds)
    if loaf == "wheat":
        raise Burnt
    say(f"{loaf}: done")


async def bakery():
    try:
        await asyncio.gather(bake("wheat", 1), bake("rye", 2))
    except Burnt:
        say("baker: something is burnt")
    await asyncio.sleep(2)
    say("baker: goes home")


run(bakery())
