import asyncio

from answer import visit
from exam import expect, run


async def main():
    quay = set()
    await visit(quay, "Heron")
    after = set(quay)
    task = asyncio.create_task(visit(quay, "Gull"))
    await asyncio.sleep(2)
    during = set(quay)
    await asyncio.sleep(3)
    task.cancel()
    await asyncio.wait([task])
    return during, after | quay, task.cancelled()


def check():
    during, left, is_cancelled = run(main())
    expect(
        during == {"Gull"},
        "At 2.0 s Gull should be at the quay, and it is not.",
    )
    expect(
        "Heron" not in left, "Heron's visit is over; it is still there."
    )
    expect(
        not left,
        "The visit is cancelled at 5.0 s, and Gull is still at the quay. "
        "Clean up on every way out, not on the last line alone.",
    )
    expect(
        is_cancelled,
        "The visit is cancelled, and it ends as if all had gone well: "
        "let the `CancelledError` go on.",
    )
