import asyncio
import os
import signal

from answer import until_told
from exam import Wrong, expect, lines, run, say

NOT_HANDLED = (
    "SIGTERM comes, and `until_told` has no handler for it: the process "
    "would end at once, without any cleanup."
)


async def watch(seconds):
    try:
        await asyncio.sleep(seconds)
    finally:
        await asyncio.sleep(1)
        say("the dome is closed")


async def told():
    unhandled = []
    signal.signal(signal.SIGTERM, lambda *_: unhandled.append(True))
    loop = asyncio.get_running_loop()
    loop.call_later(2, os.kill, os.getpid(), signal.SIGTERM)
    end = await until_told(watch(10))
    return end, bool(unhandled), lines()


async def not_told():
    end = await until_told(watch(5))
    return end, signal.getsignal(signal.SIGTERM)


def check():
    try:
        end, is_unhandled, said = run(told())
    except asyncio.CancelledError:
        raise Wrong(
            "The work is cancelled, and `until_told` raises "
            "CancelledError: it should return 'stopped'."
        ) from None
    expect(not is_unhandled, NOT_HANDLED)
    expect(
        said == ["the dome is closed"],
        "`until_told` returns before the work has cleaned up: `cancel` "
        "only asks, so wait for the end of the task.",
    )
    expect(
        end == "stopped",
        f"SIGTERM has stopped the work, and `until_told` returns {end!r}.",
    )
    end, handler = run(not_told())
    expect(
        end == "done",
        f"The work has ended by itself, and `until_told` returns {end!r}.",
    )
    expect(
        handler is signal.SIG_DFL,
        "The work is done, and the handler is still there: a later "
        "SIGTERM would not end the process.",
    )
