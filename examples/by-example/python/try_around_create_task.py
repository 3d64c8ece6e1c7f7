import asyncio

from console import run, say


class Burnt(Exception):
    pass


async def bake(loaf):
    await asyncio.sleep(1)
    if loaf == "wheat":
        raise Burnt
    return f"a {loaf}"


async def bakery():
    try:
        wheat = asyncio.create_task(bake("wheat"))
        say("baker: the wheat is in the oven")
    except Burnt:
        say("baker: the wheat is burnt")
    await asyncio.wait([wheat])
    say("baker: goes home")


run(bakery())
