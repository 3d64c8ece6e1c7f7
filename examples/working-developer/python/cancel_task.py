import asyncio

from console import run, say


async def report(reporter):
    say(f"{reporter}: sets out")
    try:
        await asyncio.sleep(5)
        say(f"{reporter}: files the story")
    finally:
        say(f"{reporter}: packs up")
        await asyncio.sleep(2)
        say(f"{reporter}: is home")


async def editor():
    ada = asyncio.create_task(report("Ada"))
    await asyncio.sleep(1)
    ben = asyncio.create_task(report("Ben"))
    ada.cancel()
    ben.cancel()
    say("editor: calls them back")
    for name, task in (("Ada", ada), ("Ben", ben)):
        try:
            await task
        except asyncio.CancelledError:
            say(f"editor: {name} is off the story")


run(editor())
