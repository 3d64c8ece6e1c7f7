def report(loop, queue, depth):
    loop.call_soon_threadsafe(queue.put_nowait, depth)
