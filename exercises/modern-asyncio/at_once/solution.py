import asyncio


def begin(job):
    """Starts a coroutine at once."""
    loop = asyncio.get_running_loop()
    task = asyncio.eager_task_factory(loop, job)
    return task.result() if task.done() else task
