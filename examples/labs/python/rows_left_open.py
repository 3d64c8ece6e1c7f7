import asyncio

from console import run, say


async def rows(pool):
    async with pool:
        say("pool: lends its connection")
        for row in [1, 2, 3]:
            await asyncio.sleep(1)
            yield row


async def main():
    pool = asyncio.Semaphore(1)
    query = rows(pool)
    async for row in query:
        say(f"main: has row {row}")
        break
    try:
        async with asyncio.timeout(5), pool:
            say("main: has a connection again")
    except TimeoutError:
        say("main: waited 5 s for a connection")


run(main())
