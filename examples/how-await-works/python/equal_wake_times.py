import heapq
import types


@types.coroutine
def until(time):
    yield time


async def ferry(name):
    await until(1.0)
    print(f"{name}: goes out with the tide")


def run(*ferries):
    sleepers = []
    for ferry in ferries:
        heapq.heappush(sleepers, (ferry.send(None), ferry))
    print(f"{len(sleepers)} ferries wait")


try:
    run(ferry("Gull"), ferry("Heron"))
except TypeError as error:
    print(error)
