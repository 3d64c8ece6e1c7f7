import asyncio
import concurrent.futures
import threading

from answer import ask
from exam import Wrong, expect

ours = threading.get_ident()
real_result = concurrent.futures.Future.result


def result(future, timeout=None):
    """Tells a blocked loop from one that waits."""
    if threading.get_ident() == ours and not future.done():
        raise Wrong(
            "The caller's loop is blocked until the answer is there: its "
            "other tasks cannot run."
        )
    return real_result(future, timeout)


async def question(caller):
    """Asks the caller's loop for its turn before it answers."""
    turn = asyncio.run_coroutine_threadsafe(asyncio.sleep(0), caller)
    await asyncio.wrap_future(turn)
    return 7, asyncio.get_running_loop()


async def main(other):
    caller = asyncio.get_running_loop()
    try:
        return caller, await ask(other, question(caller))
    except TypeError:
        raise Wrong(
            "The `await` is refused: `run_coroutine_threadsafe` returns a "
            "future for threads, and `asyncio.wrap_future` makes one of it "
            "for asyncio."
        ) from None


def check():
    concurrent.futures.Future.result = result
    other = asyncio.new_event_loop()
    threading.Thread(target=other.run_forever, daemon=True).start()
    caller, answer = asyncio.run(main(other))
    expect(
        isinstance(answer, tuple),
        f"The answer is 7, and `ask` returns {answer!r}.",
    )
    _, loop = answer
    expect(
        loop is not caller,
        "The question runs on the loop of its caller, and the stock "
        "belongs to the other loop.",
    )
    expect(
        loop is other,
        "The question runs on a third loop, and the stock belongs to the "
        "other loop.",
    )
