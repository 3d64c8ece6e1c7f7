import asyncio
import types
from collections import deque


# ANCHOR: listing
async def crossing(ferry, wait_a_turn):
    print(f"{ferry}: casts off")
    await wait_a_turn()
    print(f"{ferry}: docks")


def harbour_run(*coroutines):
    ready = deque(coroutines)
    while ready:
        coroutine = ready.popleft()
        try:
            request = coroutine.send(None)
        except StopIteration:
            continue
        if request != "next turn":
            raise ValueError(f"the harbour knows no {request!r}")
        ready.append(coroutine)


@types.coroutine
def harbour_turn():
    yield "next turn"


# ANCHOR_END: listing


# ANCHOR: loops
def asyncio_turn():
    return asyncio.sleep(0)


async def asyncio_run(*coroutines):
    await asyncio.gather(*coroutines)


def on(wait_a_turn):
    return [crossing(ferry, wait_a_turn) for ferry in ("Gull", "Heron")]


if __name__ == "__main__":
    print("on our own loop:")
    harbour_run(*on(harbour_turn))
    print("on asyncio:")
    asyncio.run(asyncio_run(*on(asyncio_turn)))
# ANCHOR_END: loops
