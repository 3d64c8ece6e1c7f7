import asyncio


async def sail(work, lookout):
    """Both are coroutines; the lookout raises OSError."""
    watching = asyncio.create_task(lookout)
    result = await work
    watching.cancel()
    return result
