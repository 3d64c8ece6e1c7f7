import asyncio

from console import run, say


async def load():
    await asyncio.sleep(2)
    return "in French"


async def page(name, settings):
    try:
        say(f"{name}: is shown {await settings}")
    finally:
        say(f"{name}: ends")


async def site():
    settings = asyncio.create_task(load())
    async with asyncio.TaskGroup() as group:
        home = group.create_task(page("home", settings))
        group.create_task(page("help", settings))
        await asyncio.sleep(1)
        home.cancel()
    say("site: the block has ended")


run(site())
