import asyncio

from console import run, say


async def sell(orders, bakers):
    for loaf in ("rye", "wheat", "roll"):
        say(f"shop: a customer wants a {loaf}")
        await orders.put(loaf)
        await asyncio.sleep(2)
    say("shop: closes")
    for _ in range(bakers):
        await orders.put(None)


async def bake(baker, orders):
    while (loaf := await orders.get()) is not None:
        say(f"{baker}: bakes a {loaf}")
        await asyncio.sleep(1)
    say(f"{baker}: nothing left, goes home")


async def bakery():
    orders = asyncio.Queue()
    await asyncio.gather(
        sell(orders, bakers=2),
        bake("Emil", orders),
        bake("Rosa", orders),
    )
    say(f"shop: {orders.qsize()} customers still wait")


run(bakery())
