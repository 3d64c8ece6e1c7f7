import asyncio


def begin(job):
    """Starts a coroutine at once."""
    return asyncio.eager_task_factory(asyncio.get_running_loop(), job)
