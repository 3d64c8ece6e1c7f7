import asyncio

from console import run, say


async def save(order):
    await asyncio.sleep(1)
    say(f"{order} is in the database")


async def checkout():
    save("order 7")
    say("Thank you for order 7!")


run(checkout())
