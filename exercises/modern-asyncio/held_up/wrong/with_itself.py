import asyncio


def held_up(task):
    """The names of all tasks that wait for this one."""
    return names(asyncio.capture_call_graph(task))


def names(graph):
    found = {graph.future.get_name()}
    for waiter in graph.awaited_by:
        found |= names(waiter)
    return found
