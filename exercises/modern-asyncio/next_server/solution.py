import asyncio


async def fetch(servers, seconds):
    """Each server is an async function."""
    try:
        async with asyncio.timeout(seconds) as limit:
            for ask in servers:
                try:
                    return await ask()
                except ConnectionError:
                    if limit.expired():
                        break
    except TimeoutError:
        pass
    return None
