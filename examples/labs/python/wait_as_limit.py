import asyncio

from console import run, say


async def query():
    try:
        await asyncio.sleep(3)
        say("query: locks the table")
    except asyncio.CancelledError:
        say("query: is cancelled")
        raise


async def handler():
    task = asyncio.create_task(query())
    try:
        await asyncio.wait([task], timeout=1)
        say("handler: the query is over")
    except TimeoutError:
        say("handler: too slow")
    await asyncio.sleep(3)
    say("handler: ends")


run(handler())
