import asyncio

from console import run, say

request = "no request"


async def handle(name):
    global request
    request = name
    say(f"{name}: begins as {request}")
    await asyncio.sleep(1)
    say(f"{name}: ends as {request}")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("A"))
        group.create_task(handle("B"))


run(main())
