from collections import deque


def run(tasks):
    ready = deque(tasks)
    while ready:
        task = ready.pop()
        try:
            next(task)
        except StopIteration:
            continue
        ready.appendleft(task)
