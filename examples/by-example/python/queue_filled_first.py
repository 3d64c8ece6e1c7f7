import asyncio

from console import run, say


async def bake(baker, orders):
    while not orders.empty():
        loaf = await orders.get()
        say(f"{baker}: bakes a {loaf}")
        await asyncio.sleep(1)
    say(f"{baker}: nothing left, goes home")


async def bakery():
    orders = asyncio.Queue()
    for loaf in ("rye", "wheat", "roll", "bun", "pretzel"):
        orders.put_nowait(loaf)
    await asyncio.gather(
        bake("Emil", orders),
        bake("Rosa", orders),
        bake("Tom", orders),
    )


run(bakery())
