import asyncio

from console import run, say


async def report(name, after, fails=False):
    await asyncio.sleep(after)
    if fails:
        say(f"{name}: has no story")
        raise LookupError(name)
    say(f"{name}: files a story")


async def editor():
    try:
        await asyncio.gather(
            report("Ada", 1, fails=True),
            report("Ben", 2, fails=True),
            report("Cleo", 3),
        )
    except LookupError as error:
        say(f"editor: hears of {error}")
    await asyncio.sleep(4)
    say("editor: goes home")


run(editor())
