import trio
from on_trio import run, say


async def answer():
    with trio.move_on_after(2):
        await trio.sleep(5)
        return "fresh"
    say("my limit is over")
    return "from the cache"


async def main():
    say(await answer())
    with trio.move_on_after(1) as shutdown:
        say(await answer())
    if shutdown.cancelled_caught:
        say("stopped")


run(main)
