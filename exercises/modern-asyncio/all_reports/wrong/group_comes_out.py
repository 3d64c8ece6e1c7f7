import asyncio


async def reports(boats):
    """Each boat is a coroutine that returns its report."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(boat) for boat in boats]
    return [task.result() for task in tasks]
