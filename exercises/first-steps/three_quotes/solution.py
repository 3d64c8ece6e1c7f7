import asyncio

from exam import say


async def quote(shop, seconds, price):
    say(f"{shop}: is asked")
    await asyncio.sleep(seconds)
    say(f"{shop}: {price}")
    return price


async def cheapest():
    mainz, basel = await asyncio.gather(
        quote("Mainz", 1, 30), quote("Basel", 3, 20)
    )
    return min(mainz, basel)
