import heapq
import types


@types.coroutine
def sleep_until(time):
    yield time


async def ferry(name, delay):
    if delay > 0:
        await sleep_until(delay)
    print(f"{name}: casts off")


def run(*ferries):
    sleepers = []
    for number, ferry in enumerate(ferries):
        until = ferry.send(None)
        heapq.heappush(sleepers, (until, number, ferry))
    while sleepers:
        until, number, ferry = heapq.heappop(sleepers)
        try:
            until = ferry.send(until)
            heapq.heappush(sleepers, (until, number, ferry))
        except StopIteration:
            pass


try:
    run(ferry("Gull", 2), ferry("Heron", 0))
except StopIteration:
    print("the loop has died")
