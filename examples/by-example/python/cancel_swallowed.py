# ANCHOR: listing
import asyncio

from console import run, say


async def bake():
    for loaf in ("rye", "wheat", "roll"):
        try:
            await asyncio.sleep(1)
            say(f"baker: the {loaf} is done")
        except:
            say(f"baker: the {loaf} is spoiled, go on")
    say("baker: goes home")


async def bakery():
    baker = asyncio.create_task(bake())
    await asyncio.sleep(1.5)
    say("shop: we close, stop baking")
    baker.cancel()
    await asyncio.wait([baker])
    end = "stopped" if baker.cancelled() else "done"
    say(f"shop: the baker is {end}")


run(bakery())
# ANCHOR_END: listing
# ruff: noqa: E722 (the bare except is the fault)
