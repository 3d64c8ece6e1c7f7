import asyncio


def report(loop, queue, depth):
    asyncio.run(queue.put(depth))
