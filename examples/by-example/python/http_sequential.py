# clock: real
import asyncio

from aiohttp import ClientSession, ClientTimeout
from market import open_market


async def ask(client, stall):
    try:
        async with client.get(stall) as answer:
            return f"{stall}: {await answer.text()}"
    except TimeoutError:
        return f"{stall}: no answer in time"


async def shop(address):
    patience = ClientTimeout(total=2)
    async with ClientSession(address, timeout=patience) as client:
        for stall in ("/yeast", "/flour", "/butter"):
            print(await ask(client, stall))


async def main():
    async with open_market() as market:
        await shop(market.address)


asyncio.run(main())
