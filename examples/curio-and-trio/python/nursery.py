import trio
from on_trio import run, say


async def copy(host, seconds):
    await trio.sleep(seconds)
    say(f"{host}: copied")


async def save():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(copy, "near", 1)
        nursery.start_soon(copy, "far", 5)
    say("saved")


async def main():
    await save()
    await trio.sleep(2)
    say("main ends")


run(main)
