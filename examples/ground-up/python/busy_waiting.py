from collections import deque

berths = {"free": 0}


def unload(ferry, cars):
    for _ in range(cars):
        yield
    berths["free"] = 1
    print(f"{ferry}: leaves the berth")


def wait_for_berth(ferry):
    looks = 1
    while berths["free"] == 0:
        looks += 1
        yield
    print(f"{ferry}: moors after {looks} looks")


tasks = deque([wait_for_berth("Heron"), unload("Gull", 10)])
while tasks:
    task = tasks.popleft()
    try:
        next(task)
    except StopIteration:
        continue
    tasks.append(task)
