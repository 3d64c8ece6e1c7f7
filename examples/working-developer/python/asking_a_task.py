import asyncio

from console import run, say


async def report(name):
    await asyncio.sleep(1)
    if name == "Ben":
        raise LookupError("no story")
    return "flood"


async def editor():
    ada = asyncio.create_task(report("Ada"))
    ben = asyncio.create_task(report("Ben"))
    try:
        ada.result()
    except asyncio.InvalidStateError:
        say("editor: Ada has no result yet")
    await asyncio.sleep(2)
    if ada.done() and ben.done():
        say("editor: both are done")
    say(f"editor: Ada: {ada.result()}")
    say(f"editor: Ben: {ben.exception()}")


run(editor())
