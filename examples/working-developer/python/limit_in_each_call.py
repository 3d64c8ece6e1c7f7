import asyncio

from console import run, say


async def call(name, seconds):
    lines = asyncio.Semaphore(2)
    async with lines:
        say(f"{name}: dials")
        await asyncio.sleep(seconds)


async def editor():
    calls = [("Ada", 2), ("Ben", 1), ("Cleo", 2), ("Dan", 2)]
    await asyncio.gather(*(call(*each) for each in calls))
    say("editor: thanks")


run(editor())
