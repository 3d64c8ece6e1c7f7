import time
import types
from heapq import heappop, heappush

START = time.monotonic()


def say(line):
    print(f"{time.monotonic() - START:.1f} s  {line}")


# ANCHOR: listing
@types.coroutine
def sleep(seconds):
    yield ("sleep", time.monotonic() + seconds)


async def expect(what, seconds):
    await sleep(seconds)
    say(f"{what}, due at {seconds}.0 s")


def run(*tasks):
    sleepers = []
    for number, task in enumerate(tasks):
        _, until = task.send(None)
        heappush(sleepers, (until, number, task))
    while sleepers:
        until, number, task = heappop(sleepers)
        time.sleep(max(0, until - time.monotonic()))
        try:
            _, until = task.send(None)
            heappush(sleepers, (until, number, task))
        except StopIteration:
            pass


run(expect("the tide turns", 2), expect("Gull docks", 1))
# ANCHOR_END: listing
