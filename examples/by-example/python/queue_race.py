import asyncio

from console import run, say


async def bake(baker, orders):
    while not orders.empty():
        say(f"{baker}: an order! I light the oven")
        await asyncio.sleep(1)
        loaf = await orders.get()
        say(f"{baker}: bakes a {loaf}")
    say(f"{baker}: nothing left, goes home")


async def bakery():
    orders = asyncio.Queue()
    orders.put_nowait("rye")
    bakers = asyncio.gather(bake("Emil", orders), bake("Rosa", orders))
    try:
        await asyncio.wait_for(bakers, timeout=5)
    except TimeoutError:
        say("shop: somebody is still in there")


run(bakery())
