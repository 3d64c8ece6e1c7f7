import asyncio


async def reports(boats):
    """Each boat is a coroutine that returns its report."""
    return await asyncio.gather(*boats)
