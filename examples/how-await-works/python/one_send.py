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
    sleepers = [
        (0, number, ferry, None) for number, ferry in enumerate(ferries)
    ]
    while sleepers:
        _, number, ferry, now = heapq.heappop(sleepers)
        try:
            until = ferry.send(now)
            heapq.heappush(sleepers, (until, number, ferry, until))
        except StopIteration:
            pass


run(ferry("Gull", 2), ferry("Heron", 0))
