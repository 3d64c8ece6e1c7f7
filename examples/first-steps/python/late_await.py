import asyncio

from console import run, say


async def pilot(ferry):
    say(f"pilot: boards the {ferry}")
    await asyncio.sleep(1)
    return f"the {ferry} is in"


async def harbour_master():
    order = pilot("Aurora")
    say("harbour master: has written the order")
    await asyncio.sleep(2)
    say("harbour master: hands it over")
    report = await order
    say(f"harbour master: {report}")


run(harbour_master())
