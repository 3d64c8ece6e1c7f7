import asyncio

from on_asyncio import run, say


async def print_pages(printer, warm_up, pages):
    await asyncio.sleep(warm_up)
    while (page := await pages.get()) is not None:
        await asyncio.sleep(2)
        say(f"{printer}: page {page}")
    say(f"{printer}: ends")


async def main():
    pages = asyncio.Queue(4)
    printers = {
        asyncio.create_task(print_pages("left", 1, pages)),
        asyncio.create_task(print_pages("right", 2, pages)),
    }
    for page in 1, 2, 3, None:
        await pages.put(page)
    _, waiting = await asyncio.wait(printers, timeout=60)
    if waiting:
        say("a printer still waits")


run(main)
