import asyncio


async def sail(work, lookout):
    """Both are coroutines; the lookout raises OSError."""
    async with asyncio.TaskGroup() as group:
        group.create_task(lookout)
        working = group.create_task(work)
    return working.result()
