import trio
from on_trio import run, say


async def print_page(scope, pages):
    with scope:
        page = await pages.receive()
        say(f"received: {page}")
        await trio.sleep(1)
        say(f"printed: {page}")
    say("the printer stops")


async def main():
    sender, pages = trio.open_memory_channel(1)
    scope = trio.CancelScope()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(print_page, scope, pages)
        await trio.sleep(1)
        sender.send_nowait("letter")
        scope.cancel()


run(main)
