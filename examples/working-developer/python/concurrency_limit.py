import asyncio

from console import run, say


async def call(lines, name, seconds):
    async with lines:
        say(f"{name}: dials")
        await asyncio.sleep(seconds)
    return name


async def editor():
    lines = asyncio.Semaphore(2)
    calls = [("Ada", 2), ("Ben", 1), ("Cleo", 2), ("Dan", 2)]
    reporters = [
        asyncio.create_task(call(lines, name, length))
        for name, length in calls
    ]
    for next_in in asyncio.as_completed(reporters):
        say(f"editor: thanks, {await next_in}")


run(editor())
