import asyncio

from aiohttp import ClientError, ClientSession, ClientTimeout


async def ask(client, stall):
    try:
        async with client.get(stall) as answer:
            if answer.status != 200:
                return None
            return await answer.text()
    except ClientError:
        return None


async def prices(address, stalls):
    patience = ClientTimeout(total=2)
    async with ClientSession(address, timeout=patience) as client:
        asked = [ask(client, stall) for stall in stalls]
        found = await asyncio.gather(*asked)
    return dict(zip(stalls, found, strict=True))
