import asyncio


async def fastest(mirrors):
    """Each mirror is a coroutine that returns its answer."""
    for first in asyncio.as_completed(mirrors):
        return await first
