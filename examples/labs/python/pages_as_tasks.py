import asyncio

from console import run, say


async def fetch(page):
    say(f"fetches {page}")
    await asyncio.sleep(1)
    say(f"has {page}")
    return page


async def fetched(pages):
    fetches = [asyncio.create_task(fetch(page)) for page in pages]
    for task in fetches:
        yield await task


async def main():
    async for page in fetched("ABC"):
        await asyncio.sleep(3)
        say(f"{page} is printed")


run(main())
