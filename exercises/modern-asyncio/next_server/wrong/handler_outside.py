import asyncio


async def fetch(servers, seconds):
    """Each server is an async function."""
    try:
        async with asyncio.timeout(seconds):
            for ask in servers:
                return await ask()
    except (TimeoutError, ConnectionError):
        return None
