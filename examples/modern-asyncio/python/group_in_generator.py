import asyncio
from contextlib import aclosing

from console import run, say


async def heartbeat():
    try:
        await asyncio.sleep(10)
    finally:
        say("heartbeat: stops")


async def rows():
    async with asyncio.TaskGroup() as group:
        group.create_task(heartbeat())
        for row in [1, 2, 3]:
            await asyncio.sleep(1)
            yield row


async def main():
    try:
        async with aclosing(rows()) as found:
            say(f"main: row {await anext(found)}")
        say("main: closed")
    except BaseExceptionGroup as group:
        say(f"main: {group.exceptions!r}")


run(main())
