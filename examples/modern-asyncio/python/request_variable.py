import asyncio
from contextvars import ContextVar

from console import run, say

request = ContextVar("request", default="no request")


async def store():
    say(f"store: works for {request.get()}")


async def handle(name):
    request.set(name)
    say(f"{name}: begins as {request.get()}")
    await asyncio.sleep(1)
    say(f"{name}: ends as {request.get()}")
    await asyncio.create_task(store())


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("A"))
        group.create_task(handle("B"))
    say(f"main: works for {request.get()}")


run(main())
