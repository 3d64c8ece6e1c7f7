import asyncio

from exam import say


async def quote(shop, seconds, price):
    say(f"{shop}: is asked")
    await asyncio.sleep(seconds)
    say(f"{shop}: {price}")
    return price


async def cheapest():
    quotes = [quote("Mainz", 1, 30), quote("Basel", 3, 20)]
    tasks = [asyncio.create_task(it) for it in quotes]
    done, _ = await asyncio.wait(
        tasks, return_when=asyncio.FIRST_COMPLETED
    )
    return min(task.result() for task in done)
