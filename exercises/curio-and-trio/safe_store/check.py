from answer import report
from exam import expect
from on_curio import curio


async def main(measuring, storing, limit):
    """What is stored and when, if the caller has that limit."""
    start, stored = await curio.clock(), []

    async def measure():
        await curio.sleep(measuring)
        return 20

    async def store(degrees):
        await curio.sleep(storing)
        stored.append((degrees, await curio.clock() - start))

    try:
        async with curio.timeout_after(limit):
            await report(measure, store)
    except (curio.CancelledError, curio.CurioError):
        pass
    await curio.sleep(20)
    return stored


def check():
    stored = curio.run(main, 5, 0, 10)
    expect(
        stored,
        "The measuring needs 5 s and has 1 s, and nothing is stored: "
        "`report` should go on with `None` at 1 s.",
    )
    degrees, at = stored[0]
    expect(
        at == 1,
        f"The measuring needs 5 s and has 1 s, and {degrees} is stored at "
        f"{at:.0f} s: the limit waits for the shield.",
    )
    expect(
        degrees is None,
        f"The measuring is late, and {degrees} is stored and not None.",
    )
    stored = curio.run(main, 5, 0, 0.5)
    expect(
        not stored,
        "The limit of the caller is over at 0.5 s, and `report` stores "
        "None all the same: that limit is not for this handler.",
    )
    stored = curio.run(main, 0.5, 3, 2)
    expect(
        stored == [(20, 3.5)],
        "The limit of the caller is over at 2 s, and the `store` that "
        "began at 0.5 s is cut off: protect it.",
    )
