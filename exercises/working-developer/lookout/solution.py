import asyncio


async def sail(work, lookout):
    """Both are coroutines; the lookout raises OSError."""
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(lookout)
        working = group.create_task(work)
        result = await working
        watching.cancel()
    return result
