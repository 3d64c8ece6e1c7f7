def report(loop, queue, depth):
    queue.put_nowait(depth)
