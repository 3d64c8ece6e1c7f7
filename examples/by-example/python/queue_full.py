import asyncio

from console import run, say


async def sell(orders):
    for loaf in ("rye", "wheat", "roll"):
        await orders.put(loaf)
        say(f"shop: has handed in the {loaf}")


async def bake(baker, orders):
    for _ in range(3):
        loaf = await orders.get()
        say(f"{baker}: bakes a {loaf}")
        await asyncio.sleep(1)


async def bakery():
    orders = asyncio.Queue(maxsize=1)
    await asyncio.gather(sell(orders), bake("Emil", orders))


run(bakery())
