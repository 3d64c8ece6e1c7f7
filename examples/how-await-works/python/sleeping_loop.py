import heapq
import itertools
import time
import types

start = time.monotonic()


@types.coroutine
def sleep(seconds):
    return (yield time.monotonic() - start + seconds)


async def ferry(name, delay, bells):
    now = await sleep(delay)
    for left in range(bells, 0, -1):
        print(f"{now:.1f} s  {name}: {left} to go")
        now = await sleep(1)
    print(f"{now:.1f} s  {name}: casts off")


def run(*ferries):
    numbers = itertools.count()
    heap = [(one.send(None), next(numbers), one) for one in ferries]
    heapq.heapify(heap)
    while heap:
        until, _, ferry = heapq.heappop(heap)
        time.sleep(max(0, until - (time.monotonic() - start)))
        try:
            until = ferry.send(time.monotonic() - start)
            heapq.heappush(heap, (until, next(numbers), ferry))
        except StopIteration:
            pass


run(
    ferry("Gull", 0.3, 3),
    ferry("Heron", 1.5, 1),
    ferry("Tern", 0.7, 2),
)
