# python: >=3.14
import asyncio

from console import run, say


async def count():
    await asyncio.sleep(2)


async def ship():
    await asyncio.create_task(count(), name="stock")


def tell(task):
    graph = asyncio.capture_call_graph(task)
    calls = [it.frame.f_code.co_name for it in graph.call_stack]
    waiters = [it.future.get_name() for it in graph.awaited_by]
    say(f"{task.get_name()} is in {calls}, awaited by {waiters}")


async def main():
    shipping = asyncio.create_task(ship(), name="shipping")
    await asyncio.sleep(1)
    tasks = asyncio.all_tasks()
    say(f"{len(tasks)} tasks are alive")
    for task in sorted(tasks, key=asyncio.Task.get_name):
        if task is not asyncio.current_task():
            tell(task)
    await shipping


run(main())
