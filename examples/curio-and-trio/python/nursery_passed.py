import trio
from on_trio import run, say


async def answer(caller):
    await trio.sleep(5)
    say(f"{caller}: answered")


async def listen(nursery):
    for caller in "Ada", "Ben":
        await trio.sleep(1)
        nursery.start_soon(answer, caller)
    say("no more callers")


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(listen, nursery)
    say("all are answered")


run(main)
