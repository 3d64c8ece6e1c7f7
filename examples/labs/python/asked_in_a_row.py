import asyncio

from console import run, say


async def ask(service):
    say(f"{service}: asked")
    await asyncio.sleep(1)
    say(f"{service}: answered")


async def page():
    prices = ask("prices")
    stock = ask("stock")
    await prices
    await stock
    say("page: complete")


run(page())
