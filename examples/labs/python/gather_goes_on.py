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
        await asyncio.gather(charge(), ship())
    except ValueError as error:
        say(f"order: stopped, {error}")
    await asyncio.sleep(2)
    say("order: ends")


run(order())
