import asyncio

from console import run, say


async def charge():
    await asyncio.sleep(1)
    raise ValueError("the card is refused")


async def ship():
    await asyncio.sleep(2)
    say("ship: the parcel is on its way")


async def order():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(charge())
            group.create_task(ship())
    except* ValueError as errors:
        say(f"order: stopped, {errors.exceptions[0]}")
    await asyncio.sleep(2)
    say("order: ends")


run(order())
