import asyncio


async def reports(boats):
    """Each boat is a coroutine that returns its report."""
    error = None
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(boat) for boat in boats]
    except* OSError as sunk:
        error = sunk.exceptions[0]
    if error:
        raise error
    return [task.result() for task in tasks]
