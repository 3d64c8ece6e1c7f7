import asyncio

from answer import watch
from exam import expect, run


async def ferry(sinks):
    await asyncio.sleep(1)
    if sinks:
        raise OSError("a rock")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda *_: None)
    rung = []
    for sinks, turns_back in (0, 0), (1, 0), (0, 1):
        task = asyncio.create_task(ferry(sinks))
        rings = []
        watch(task, rings.append)
        await asyncio.sleep(0)
        if turns_back:
            task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(0)
        rung.append(rings)
    return rung


def check():
    docked, sunk, turned = run(main())
    expect(
        docked == ["docked"],
        f"The first ferry docks, and the bell says {docked}.",
    )
    expect(
        sunk,
        "The second ferry sinks, and the bell is silent: `result()` raises "
        "its exception in the callback. Ask before you take the result.",
    )
    expect(sunk == ["sunk"], f"The second sinks; the bell says {sunk}.")
    expect(
        turned,
        "The third ferry is cancelled, and the bell is silent: "
        "`exception()` raises for a cancelled task. "
        "Ask `cancelled()` first.",
    )
    expect(
        turned != ["sunk"],
        'The third ferry is cancelled, and the bell says "sunk". '
        "A cancellation is no failure: tell it apart.",
    )
    expect(
        turned == ["turned back"],
        f"The third ferry is cancelled, and the bell says {turned}.",
    )
