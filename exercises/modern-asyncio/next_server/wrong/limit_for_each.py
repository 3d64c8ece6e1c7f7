import asyncio


async def fetch(servers, seconds):
    """Each server is an async function."""
    for ask in servers:
        try:
            async with asyncio.timeout(seconds) as limit:
                return await ask()
        except TimeoutError:
            return None
        except ConnectionError:
            if limit.expired():
                return None
    return None
