# clock: real
import asyncio

from aiohttp import ClientError, ClientSession, ClientTimeout
from market import open_market


async def ask(client, stall):
    try:
        async with client.get(stall) as answer:
            if answer.status != 200:
                return f"{stall}: refuses, {answer.status}"
            return f"{stall}: {await answer.text()}"
    except TimeoutError:
        return f"{stall}: no answer in time"
    except ClientError:
        return f"{stall}: no answer that makes sense"


# flour: a price, honey: moved, eggs: an error page,
# salt: silent, sugar: hangs up, nuts: garbage
STALLS = "/flour", "/honey", "/eggs", "/salt", "/sugar", "/nuts"


async def main():
    patience = ClientTimeout(total=2)
    async with (
        open_market() as market,
        ClientSession(market.address, timeout=patience) as client,
    ):
        asked = [ask(client, stall) for stall in STALLS]
        print("\n".join(await asyncio.gather(*asked)))


asyncio.run(main())
