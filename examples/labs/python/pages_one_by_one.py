import asyncio

from console import run, say


async def fetch(page):
    say(f"fetches {page}")
    await asyncio.sleep(1)
    say(f"has {page}")
    return page


async def fetched(pages):
    for page in pages:
        yield await fetch(page)


async def main():
    async for page in fetched("ABC"):
        await asyncio.sleep(3)
        say(f"{page} is printed")


run(main())
