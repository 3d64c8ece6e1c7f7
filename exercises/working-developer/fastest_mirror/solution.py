import asyncio


async def fastest(mirrors):
    """Each mirror is a coroutine that returns its answer."""
    tasks = [asyncio.create_task(mirror) for mirror in mirrors]
    done, pending = await asyncio.wait(
        tasks, return_when=asyncio.FIRST_COMPLETED
    )
    for task in pending:
        task.cancel()
    return done.pop().result()
