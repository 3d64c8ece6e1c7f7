import asyncio

from console import run, say


async def charge():
    await asyncio.sleep(1)
    raise ValueError("the card is refused")


async def reserve():
    await asyncio.sleep(2)
    say("reserve: the goods are set aside")


async def order():
    try:
        await asyncio.gather(charge(), reserve())
    except ValueError as error:
        say(f"order: failed, {error}")


async def shop():
    await order()
    await asyncio.sleep(4)


run(shop())
