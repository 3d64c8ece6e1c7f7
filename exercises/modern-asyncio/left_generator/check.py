import asyncio

from answer import first_fish
from exam import expect, run


async def main():
    state = {"open": True, "fish": 0}

    async def cast():
        try:
            for fish in "cod", "eel", "ray":
                await asyncio.sleep(1)
                state["fish"] += 1
                yield fish
        finally:
            await asyncio.sleep(1)
            state["open"] = False

    net = cast()
    fish = await first_fish(net)
    return fish, dict(state)


def check():
    fish, state = run(main())
    expect(
        state["fish"] == 1,
        f"The net has yielded {state['fish']} fish, and one is wanted: "
        "leave after the first.",
    )
    expect(
        not state["open"],
        "`first_fish` has returned, and the net is still open.",
    )
    expect(fish == "cod", f"The first fish is a cod, not {fish!r}.")
