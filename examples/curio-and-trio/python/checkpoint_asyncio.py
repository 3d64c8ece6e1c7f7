import asyncio

from on_asyncio import run


async def watch(queue):
    left = "no items" if queue.empty() else "items"
    print(f"the watcher runs, {left} left")


async def main():
    queue = asyncio.Queue()
    for item in range(100):
        queue.put_nowait(item)
    watcher = asyncio.create_task(watch(queue))
    while not queue.empty():
        await queue.get()
    await watcher


run(main)
