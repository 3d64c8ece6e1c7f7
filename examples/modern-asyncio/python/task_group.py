import asyncio

from console import run, say


async def charge():
    await asyncio.sleep(1)
    say("charge: the card is refused")
    raise ValueError("the card is refused")


async def reserve():
    try:
        await asyncio.sleep(2)
    finally:
        say("reserve: leaves the warehouse")


async def order():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(charge())
            group.create_task(reserve())
    except* ValueError:
        say("order: failed")


run(order())
