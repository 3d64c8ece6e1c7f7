import heapq
import itertools
import types


@types.coroutine
def until(time):
    yield time


async def ferry(name):
    await until(1.0)
    print(f"{name}: goes out with the tide")


def run(*ferries):
    numbers = itertools.count()
    sleepers = []
    for ferry in ferries:
        item = (ferry.send(None), next(numbers), ferry)
        heapq.heappush(sleepers, item)
    print(f"{len(sleepers)} ferries wait")
    while sleepers:
        _, _, ferry = heapq.heappop(sleepers)
        try:
            ferry.send(None)
        except StopIteration:
            pass


run(ferry("Gull"), ferry("Heron"))
