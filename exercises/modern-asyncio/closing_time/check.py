import asyncio

from answer import shop
from exam import Wrong, expect, run


async def main():
    queue = asyncio.Queue()

    async def baker():
        for loaf in "rye", "oat", "corn":
            await queue.put(loaf)
            await asyncio.sleep(1)
        queue.shutdown()

    baking = asyncio.create_task(baker())
    try:
        sold = await shop(queue)
    except asyncio.QueueShutDown:
        raise Wrong(
            "The queue is closed, and `shop` lets the `QueueShutDown` "
            "through: it is the sign that all is sold."
        ) from None
    await baking
    return sold


def check():
    sold = run(main())
    expect(
        sold,
        f"The baker bakes 3 loaves, and `shop` sells {sold}: "
        "return what was sold before the end.",
    )
    expect(
        sold == ["rye", "oat", "corn"],
        f"The baker bakes 3 loaves, and `shop` sells {sold}: "
        "an empty queue is not a closed one.",
    )
