import asyncio

from console import run, say


async def call(source):
    await asyncio.sleep(2)
    if source == "mayor":
        raise ConnectionError("the line is busy")


async def ada():
    for source in ("mayor", "police", "witness"):
        try:
            await call(source)
        except:  # noqa: E722
            say(f"Ada: no comment from the {source}")
    say("Ada: has asked everybody")


async def ben():
    for source in ("mayor", "police", "witness"):
        try:
            await call(source)
        except Exception:  # noqa: BLE001
            say(f"Ben: no comment from the {source}")
    say("Ben: has asked everybody")


async def editor():
    reporters = [asyncio.create_task(ada()), asyncio.create_task(ben())]
    await asyncio.sleep(3)
    for task in reporters:
        task.cancel()
    say("editor: stop, the story is dead")
    await asyncio.wait(reporters)
    say("editor: both are back")


run(editor())
