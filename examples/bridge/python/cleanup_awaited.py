import asyncio

import rust
from harbour import run, say


async def pilot():
    try:
        await asyncio.sleep(5)
    finally:
        say("pilot: casts anchor")
        await asyncio.sleep(1)
        say("pilot: the anchor holds")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(pilot())
            await rust.timeout(2, task)
    except* TimeoutError:
        say("main: gives up")


run(main())
