import trio
from on_trio import run, say


async def print_page(pages):
    await trio.sleep(2)
    page = await pages.receive()
    await trio.sleep(1)
    say(f"printed: {page}")


async def main():
    sender, pages = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery, sender:
        nursery.start_soon(print_page, pages)
        await sender.send("letter")
        say("sent")


run(main)
