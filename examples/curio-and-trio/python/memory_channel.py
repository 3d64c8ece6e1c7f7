import trio
from on_trio import run, say


async def print_pages(printer, warm_up, pages):
    async with pages:
        await trio.sleep(warm_up)
        async for page in pages:
            await trio.sleep(2)
            say(f"{printer}: page {page}")
    say(f"{printer}: ends")


async def main():
    sender, pages = trio.open_memory_channel(3)
    async with trio.open_nursery() as nursery, pages, sender:
        nursery.start_soon(print_pages, "left", 1, pages.clone())
        nursery.start_soon(print_pages, "right", 2, pages.clone())
        for page in 1, 2, 3:
            await sender.send(page)


run(main)
