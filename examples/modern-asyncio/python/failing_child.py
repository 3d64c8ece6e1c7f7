import asyncio

from console import run, say


async def fetch_price():
    await asyncio.sleep(1)
    raise ValueError("no price today")


async def page():
    async with asyncio.TaskGroup() as group:
        price = group.create_task(fetch_price())
        try:
            say(f"page: the price is {await price}")
        except ValueError:
            say("page: shows yesterday's price")
        finally:
            say("page: ends")


async def visit():
    try:
        await page()
    except* ValueError as group:
        say(f"visit: failed, {group.exceptions[0]}")


run(visit())
