import trio
from on_trio import run, say


async def copy():
    say("opens the file")
    try:
        await trio.sleep(1)
        say("copied")
    finally:
        say("closes the file")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(copy)
        nursery.cancel_scope.cancel()
        say("cancelled")
    say("main ends")


run(main)
