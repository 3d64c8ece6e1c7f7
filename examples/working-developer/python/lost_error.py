import asyncio

from console import run, say


async def report(name):
    await asyncio.sleep(1)
    raise LookupError(f"{name} has no story")


async def editor():
    ben = asyncio.create_task(report("Ben"))
    await asyncio.sleep(2)
    if ben.done():
        say("editor: Ben is back")
    del ben
    say("editor: goes home")


run(editor())
