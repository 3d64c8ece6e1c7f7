import asyncio


async def prices(stalls):
    """Each stall is a coroutine; a closed one raises LookupError."""
    return await asyncio.gather(*stalls)
