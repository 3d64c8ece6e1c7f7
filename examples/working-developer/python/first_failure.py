import asyncio

from console import run, say


async def report(name, after, fails=False):
    await asyncio.sleep(after)
    if fails:
        say(f"{name}: was denied entry")
        raise PermissionError(name)
    say(f"{name}: has a part of the story")


async def editor():
    reporters = [
        asyncio.create_task(report("Ada", 1)),
        asyncio.create_task(report("Ben", 2, fails=True)),
        asyncio.create_task(report("Cleo", 4)),
    ]
    _, pending = await asyncio.wait(
        reporters, return_when=asyncio.FIRST_EXCEPTION
    )
    say(f"editor: calls off {len(pending)}")
    for task in pending:
        task.cancel()
    await asyncio.wait(reporters)
    say("editor: no story today")


run(editor())
