import asyncio


async def fetch(servers, seconds):
    """Each server is an async function."""
    try:
        async with asyncio.timeout(seconds):
            for ask in servers:
                try:
                    return await ask()
                except ConnectionError:
                    pass
    except TimeoutError:
        pass
    return None
