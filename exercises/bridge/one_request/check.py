import asyncio
import threading

from answer import PENDING, crossing
from exam import Wrong, expect, run

NEVER_AGAIN = (
    "The future is pending, and it is never polled again: let its `wake` "
    "complete a request that you await."
)


class Ferry:
    """Is there at its third poll, and woken twice from another thread."""

    def __init__(self, arrives=True):
        self.polls, self.arrives, self.is_dropped = 0, arrives, False

    def poll(self, wake):
        self.polls += 1
        if self.polls == 3:
            return "Gull"
        if self.arrives:
            asyncio.get_running_loop().run_in_executor(
                None, lambda: [wake(), wake()]
            )
        return PENDING

    def drop(self):
        self.is_dropped = True


async def awaited():
    loop, problems, foreign = asyncio.get_running_loop(), [], []
    loop.set_exception_handler(
        lambda _, context: problems.append(context.get("exception"))
    )
    ours, create_future = threading.get_ident(), loop.create_future

    class Request(asyncio.Future):
        def set_result(self, result):
            if threading.get_ident() != ours:
                foreign.append(result)
                loop.call_soon_threadsafe(self.complete, result)
            else:
                super().set_result(result)

        def complete(self, result):
            if not self.done():
                super().set_result(result)

    loop.create_future = lambda: Request(loop=loop)
    ferry = Ferry()
    try:
        value = await crossing(ferry)
    finally:
        loop.create_future = create_future
    await asyncio.sleep(0.1)
    return value, ferry.polls, foreign, problems


async def cancelled():
    ferry = Ferry(arrives=False)
    task = asyncio.create_task(crossing(ferry))
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    return ferry.is_dropped


def check():
    try:
        value, polls, foreign, problems = run(awaited())
    except Wrong:
        raise Wrong(NEVER_AGAIN) from None
    expect(polls > 1, NEVER_AGAIN)
    expect(
        not foreign,
        "The wake comes from another thread, and the request is completed "
        "there: hand it to the loop with `call_soon_threadsafe`.",
    )
    expect(
        not problems,
        "The future wakes twice, and the request is completed a second "
        "time: ask `done()` first.",
    )
    expect(
        (value, polls) == ("Gull", 3),
        "The future has its value 'Gull' at its third poll; after "
        f"{polls} polls the `await` gives {value!r}.",
    )
    expect(
        run(cancelled()),
        "The task is cancelled, and the future is not dropped: Rust cannot "
        "hear of a cancel in any other way.",
    )
