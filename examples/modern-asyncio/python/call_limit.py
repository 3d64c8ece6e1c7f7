import asyncio

from console import run, say


async def ask(server):
    say(f"asks the {server} server")
    await asyncio.sleep(5)


async def lookup():
    for server in "first", "second", "third":
        try:
            return await asyncio.wait_for(ask(server), timeout=2)
        except TimeoutError:
            say(f"the {server} server is silent")


async def client():
    await lookup()
    say("client: gives up")


run(client())
