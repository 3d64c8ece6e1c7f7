def report(loop, queue, depth):
    loop.call_soon(queue.put_nowait, depth)
