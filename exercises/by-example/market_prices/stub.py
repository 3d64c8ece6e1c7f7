from aiohttp import ClientSession, ClientTimeout


async def ask(client, stall):
    async with client.get(stall) as answer:
        return await answer.text()


async def prices(address, stalls):
    found, patience = {}, ClientTimeout(total=2)
    async with ClientSession(address, timeout=patience) as client:
        for stall in stalls:
            try:
                found[stall] = await ask(client, stall)
            except TimeoutError:
                found[stall] = None
    return found
