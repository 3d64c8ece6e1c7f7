import asyncio

from console import run, say


async def heartbeat():
    while True:
        await asyncio.sleep(2)
        say("heartbeat: alive")


async def copy():
    async with asyncio.TaskGroup() as group:
        group.create_task(heartbeat())
        await asyncio.sleep(3)
        say("copy: done")


async def main():
    try:
        async with asyncio.timeout(9):
            await copy()
    except TimeoutError:
        say("main: the group has not ended")


run(main())
