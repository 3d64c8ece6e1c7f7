import trio
from on_trio import run, say


async def copy(host, seconds, error=None):
    try:
        await trio.sleep(seconds)
    except trio.Cancelled:
        say(f"{host}: cancelled")
        raise
    if error:
        raise OSError(error)
    say(f"{host}: copied")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(copy, "near", 1, "disk full")
            nursery.start_soon(copy, "far", 3)
    except* OSError as group:
        say(f"save has failed: {group.exceptions[0]}")
    await trio.sleep(4)
    say("main ends")


run(main)
