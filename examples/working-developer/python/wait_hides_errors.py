import asyncio

from console import run, say


async def report(seconds, fails=False):
    await asyncio.sleep(seconds)
    if fails:
        raise ConnectionError("the line is dead")


async def editor():
    reporters = [
        asyncio.create_task(report(2)),
        asyncio.create_task(report(1, fails=True)),
    ]
    try:
        await asyncio.wait(reporters)
        say("editor: all reports are in")
    except ConnectionError as error:
        say(f"editor: a report is missing, {error}")


run(editor())
