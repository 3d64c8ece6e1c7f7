import asyncio

from answer import restaurant
from exam import Wrong, expect, run


async def kitchen():
    for plate in range(4):
        await asyncio.sleep(2)
        yield plate


def check():
    served = []

    async def serve(plate):
        await asyncio.sleep(1)
        served.append(plate)

    try:
        run(restaurant(kitchen(), serve))
    except Wrong:
        expect(len(served) == 4, "`restaurant` never ends.")
        raise Wrong(
            "All plates are served, and `restaurant` never ends: "
            "one waiter has got no sign that it is over."
        ) from None
    expect(
        served,
        "0 of the 4 plates are served: the queue is empty because the "
        "kitchen is slow, and not because it is over.",
    )
    expect(
        len(served) == 4,
        f"{len(served)} of the 4 plates are served: "
        "a waiter is cancelled while it carries one.",
    )
