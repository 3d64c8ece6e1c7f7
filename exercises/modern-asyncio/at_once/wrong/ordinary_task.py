import asyncio


def begin(job):
    """Starts a coroutine at once."""
    task = asyncio.create_task(job)
    return task.result() if task.done() else task
