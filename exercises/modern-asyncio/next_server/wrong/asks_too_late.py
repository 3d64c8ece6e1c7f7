import asyncio
import contextlib


async def fetch(servers, seconds):
    """Each server is an async function."""
    answer = None
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds) as limit:
            for ask in servers:
                try:
                    answer = await ask()
                    break
                except ConnectionError:
                    pass
    return None if limit.expired() else answer
