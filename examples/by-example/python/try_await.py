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
    for loaf in ("rye", "wheat", "roll"):
        try:
            done = await bake(loaf)
            say(f"baker: {done}, as it should be")
        except Burnt:
            say(f"baker: the {loaf} is burnt")
    say("baker: goes home")


run(bakery())
