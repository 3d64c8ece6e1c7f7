import asyncio


async def sail(work, lookout):
    """Both are coroutines; the lookout raises OSError."""
    tasks = [asyncio.create_task(it) for it in (work, lookout)]
    done, _ = await asyncio.wait(
        tasks, return_when=asyncio.FIRST_COMPLETED
    )
    tasks[1].cancel()
    return done.pop().result()
