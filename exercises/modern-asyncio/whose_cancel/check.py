import asyncio

from answer import ask
from exam import expect, run


async def main(cancels_helper):
    helper = asyncio.create_task(asyncio.sleep(10, "news"))
    asking = asyncio.create_task(ask(helper))
    await asyncio.sleep(1)
    (helper if cancels_helper else asking).cancel()
    await asyncio.wait([asking])
    return None if asking.cancelled() else asking.result()


def check():
    gone = run(main(True))
    expect(
        gone is not None,
        "The helper is cancelled, and `ask` ends as cancelled: "
        "no code has cancelled it.",
    )
    expect(
        gone == "helper is gone",
        f"The helper is cancelled, and `ask` returns {gone!r}.",
    )
    own = run(main(False))
    expect(
        own is None,
        f"The task of `ask` is cancelled, and it ends with {own!r}: "
        "raise the CancelledError again if it was meant for you.",
    )
