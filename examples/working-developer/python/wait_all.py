import asyncio

from console import run, say


async def report(seconds, story=None):
    await asyncio.sleep(seconds)
    if story is None:
        raise ConnectionError("the line is dead")
    return story


async def editor():
    reporters = [
        asyncio.create_task(report(3, "flood"), name="Ada"),
        asyncio.create_task(report(1), name="Ben"),
        asyncio.create_task(report(2, "strike"), name="Cleo"),
    ]
    done, pending = await asyncio.wait(reporters)
    say(f"editor: {len(done)} done, {len(pending)} pending")
    for task in sorted(done, key=asyncio.Task.get_name):
        if task.exception() is None:
            say(f"{task.get_name()}: {task.result()}")
        else:
            say(f"{task.get_name()}: {task.exception()}")


run(editor())
