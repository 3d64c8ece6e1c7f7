import asyncio

from console import run, say


async def save(order):
    say(f"{order}: saving")
    await asyncio.sleep(1)
    say(f"{order}: saved")


async def checkout():
    seven = save("order 7")
    eight = asyncio.create_task(save("order 8"))
    say("checkout: both calls are made")
    await asyncio.sleep(2)
    say("checkout: two seconds later")
    await seven
    await eight


run(checkout())
