# clock: real
import asyncio

from aiohttp import ClientSession, ClientTimeout
from market import open_market


async def ask(client, stall):
    async with client.get(stall) as answer:
        return f"{stall}: {answer.status}, {await answer.text()}"


async def shop(address):
    patience = ClientTimeout(total=5)
    async with ClientSession(address, timeout=patience) as client:
        prices = await asyncio.gather(
            ask(client, "/yeast"),
            ask(client, "/flour"),
            ask(client, "/butter"),
        )
    print("\n".join(prices))


async def main():
    async with open_market() as market:
        await shop(market.address)


asyncio.run(main())
