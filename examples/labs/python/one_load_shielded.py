import asyncio

from console import run, say


async def load():
    await asyncio.sleep(2)
    return "in French"


async def page(name, loading):
    say(f"{name}: waits for the settings")
    try:
        say(f"{name}: is shown {await asyncio.shield(loading)}")
    except asyncio.CancelledError:
        say(f"{name}: is cancelled")
        raise


async def main():
    loading = asyncio.create_task(load())
    home = asyncio.create_task(page("home", loading))
    help = asyncio.create_task(page("help", loading))
    await asyncio.sleep(1)
    say("main: the visitor leaves home")
    home.cancel()
    await asyncio.wait([home, help])


run(main())
