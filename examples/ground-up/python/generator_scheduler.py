from collections import deque


def load(ferry, cars):
    for left in range(cars, 0, -1):
        print(f"{ferry}: {left} to load")
        yield
    print(f"{ferry}: sails")


tasks = deque([load("Gull", 3), load("Heron", 2)])
while tasks:
    task = tasks.popleft()
    try:
        next(task)
    except StopIteration:
        continue
    tasks.append(task)
