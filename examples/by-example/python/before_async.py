import asyncio
import types

from console import run, say


@types.coroutine
def bake(loaf, seconds):
    say(f"{loaf}: into the oven")
    yield from asyncio.sleep(seconds)
    say(f"{loaf}: done")


async def bakery():
    await asyncio.gather(bake("wheat", 2), bake("roll", 1))
    say("baker: goes home")


run(bakery())
