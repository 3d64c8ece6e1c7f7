import asyncio

from console import run, say


async def heartbeat():
    while True:
        await asyncio.sleep(2)
        say("heartbeat: alive")


async def copy():
    async with asyncio.TaskGroup() as group:
        beating = group.create_task(heartbeat())
        await asyncio.sleep(3)
        say("copy: done")
        beating.cancel()


async def main():
    async with asyncio.timeout(9):
        await copy()
    say("main: the group has ended")


run(main())
