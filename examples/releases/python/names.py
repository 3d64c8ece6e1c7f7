# clock: real
# python: >=3.6
import asyncio

NAMES = """
coroutine Task.all_tasks run create_task get_running_loop all_tasks
SafeChildWatcher Task.get_name to_thread
TaskGroup timeout Runner Barrier Task.uncancel
eager_task_factory Queue.shutdown Server.close_clients
print_call_graph TaskGroup.cancel
"""


def has(name):
    thing = asyncio
    for part in name.split("."):
        thing = getattr(thing, part, None)
    return thing is not None


for name in NAMES.split():
    if has(name):
        print(name)
