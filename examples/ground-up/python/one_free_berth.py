from collections import deque

berths = {"free": 0}
looks = []


def unload(ferry, cars):
    for _ in range(cars):
        yield
    berths["free"] = 1
    print(f"{ferry}: leaves the berth")


def wait_for_berth(ferry):
    while berths["free"] == 0:
        looks.append(ferry)
        yield
    print(f"{ferry}: moors after {len(looks)} looks")


tasks = deque([wait_for_berth("Heron"), unload("Gull", 1000)])
while tasks:
    task = tasks.popleft()
    try:
        next(task)
    except StopIteration:
        continue
    tasks.append(task)
