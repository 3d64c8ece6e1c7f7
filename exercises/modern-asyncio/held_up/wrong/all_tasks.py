import asyncio


def held_up(task):
    """The names of all tasks that wait for this one."""
    return {
        it.get_name() for it in asyncio.all_tasks() if it is not task
    }
