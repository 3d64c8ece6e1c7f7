import asyncio

from answer import kitchen
from exam import expect, run


def check():
    cooked, served, ahead = 0, [], 0

    def cook():
        nonlocal cooked, ahead
        # The plate in the cook's hands is not on the counter.
        ahead = max(ahead, cooked - len(served))
        cooked += 1
        return cooked

    async def serve(plate):
        await asyncio.sleep(1)
        served.append(plate)

    run(kitchen(cook, serve))
    expect(
        cooked == len(served),
        f"{cooked} plates are cooked, and {len(served)} are served: "
        "wait for room instead of leaving a plate away.",
    )
    expect(
        ahead <= 3,
        f"The cook is {ahead} plates ahead of the waiter: at most 2 may "
        "stand on the counter, and 1 is being served.",
    )
    expect(
        served == [1, 2, 3, 4, 5, 6],
        f"The plates should be served in their order, not {served}.",
    )
