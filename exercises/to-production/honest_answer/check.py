import asyncio

from answer import answer
from exam import Wrong, expect, now, run


async def ordered(room, disk_needs):
    """Orders of a disk that takes one order each time it is free."""
    orders = asyncio.Queue(1)
    if not room:
        orders.put_nowait(("a pear", asyncio.Future()))

    async def disk():
        while True:
            await asyncio.sleep(disk_needs)
            _, written = await orders.get()
            if not written.done():
                written.set_result(None)

    task = asyncio.create_task(disk())
    try:
        return await answer(orders, "a plum", 5), now()
    finally:
        task.cancel()


def check():
    status, time = run(ordered(True, 3))
    expect(
        time == 3 or status != 201,
        "The disk has not written the order, and the answer is 201 "
        "already: it is a promise, so wait for `written`.",
    )
    expect(
        status == 201,
        f"The order is written at 3.0 s, and the answer is {status}.",
    )
    status, time = run(ordered(False, 3))
    expect(
        time == 0,
        f"The queue is full, and the answer comes at {time} s: "
        "refuse the order at once.",
    )
    expect(
        status == 503, f"The queue is full, and the answer is {status}."
    )
    try:
        status, time = run(ordered(True, 2000))
    except Wrong:
        raise Wrong(
            "The disk never answers, and neither does the service: "
            "limit the wait for `written`."
        ) from None
    expect(
        (status, time) == (504, 5),
        f"The disk needs longer than 5 s, and the answer is {status} "
        f"at {time} s.",
    )
