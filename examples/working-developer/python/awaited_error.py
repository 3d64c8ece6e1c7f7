import asyncio

from console import run, say


async def report(name):
    await asyncio.sleep(1)
    raise LookupError(f"{name} has no story")


async def editor():
    ben = asyncio.create_task(report("Ben"))
    try:
        await ben
        say("editor: no error")
    except LookupError as error:
        say(f"editor: {error}")


run(editor())
