import asyncio

from console import run, say


async def sell(orders):
    for loaf in ("rye", "wheat", "roll"):
        await orders.put(loaf)
        say(f"shop: a customer wants a {loaf}")
        await asyncio.sleep(2)


async def bake(baker, orders):
    while not orders.empty():
        loaf = await orders.get()
        say(f"{baker}: bakes a {loaf}")
        await asyncio.sleep(1)
    say(f"{baker}: nothing left, goes home")


async def bakery():
    orders = asyncio.Queue()
    await asyncio.gather(
        sell(orders), bake("Emil", orders), bake("Rosa", orders)
    )
    say(f"shop: {orders.qsize()} customers still wait")


run(bakery())
