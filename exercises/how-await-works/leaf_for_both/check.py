import asyncio
from collections import deque

from answer import turn
from exam import Wrong, expect, run

IN_TURNS = ["Gull 1", "Heron 1", "Gull 2", "Heron 2"]


async def ferry(name, log):
    log.append(f"{name} 1")
    await turn()
    log.append(f"{name} 2")


async def both(log):
    await asyncio.gather(ferry("Gull", log), ferry("Heron", log))


def harbour_run(ferries):
    """The loop of the page."""
    waiting = deque(ferries)
    while waiting:
        coroutine = waiting.popleft()
        try:
            request = coroutine.send(None)
        except StopIteration:
            continue
        expect(
            request == "next turn",
            f"On the loop of the page, `turn` yields {request}: "
            'it understands only "next turn".',
        )
        waiting.append(coroutine)


def check():
    for loop in "asyncio", "the loop of the page":
        log = []
        try:
            if loop == "asyncio":
                run(both(log))
            else:
                harbour_run([ferry("Gull", log), ferry("Heron", log)])
        except TypeError as error:
            raise Wrong(
                f"`turn()` cannot be awaited: {error}."
            ) from None
        except RuntimeError as error:
            raise Wrong(
                f"On {loop}, `turn` raises a RuntimeError, because the "
                f"loop does not know the request: {error}"
            ) from None
        expect(
            log == IN_TURNS,
            f"On {loop}, `turn` does not give its turn away: Gull and "
            f"Heron should go on in turns, and they say {log}.",
        )
