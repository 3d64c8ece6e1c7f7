import asyncio

from console import run, say


async def report(name, seconds):
    await asyncio.sleep(seconds)
    return f"{name} files after {seconds} s"


async def editor():
    calls = [report("Ada", 3), report("Ben", 1), report("Cleo", 2)]
    reporters = [asyncio.create_task(call) for call in calls]
    for next_in in asyncio.as_completed(reporters):
        say(f"editor: {await next_in}")


run(editor())
