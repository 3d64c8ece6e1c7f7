import asyncio


def held_up(task):
    """The names of all tasks that wait for this one."""
    graph = asyncio.capture_call_graph(task)
    return {it.future.get_name() for it in graph.awaited_by}
