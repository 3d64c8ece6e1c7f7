import asyncio


def held_up(task):
    """The names of all tasks that wait for this one."""
