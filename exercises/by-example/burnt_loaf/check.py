import asyncio

from answer import bakery
from exam import Wrong, expect, run

LOAVES = ["rye", "oat", "spelt", "corn", "malt"]


def check():
    begun = []

    async def bake(loaf):
        begun.append(loaf)
        await asyncio.sleep(1)
        if loaf in ("rye", "spelt"):
            raise ValueError("burnt")

    try:
        burnt = run(bakery(LOAVES, bake))
    except Wrong:
        expect(
            len(begun) < len(LOAVES),
            "`bakery` never ends: each loaf that is taken needs its "
            "`task_done`, a burnt one too.",
        )
        raise Wrong(
            "`bakery` never ends: both workers have ended at a burnt "
            "loaf, and the queue waits for the rest."
        ) from None
    expect(
        burnt,
        "Two loaves burn, rye and spelt, and `bakery` returns none: "
        "note the loaf when `bake` raises.",
    )
    expect(
        sorted(burnt) == ["rye", "spelt"],
        f"Two loaves burn, rye and spelt, and `bakery` returns {burnt}.",
    )
