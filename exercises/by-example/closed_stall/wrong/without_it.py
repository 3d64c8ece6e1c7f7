import asyncio


async def prices(stalls):
    """Each stall is a coroutine; a closed one raises LookupError."""
    found = await asyncio.gather(*stalls, return_exceptions=True)
    return [it for it in found if not isinstance(it, LookupError)]
