from collections import deque


def run(tasks):
    ready = deque(tasks)
    try:
        while ready:
            task = ready.popleft()
            next(task)
            ready.append(task)
    except StopIteration:
        return
