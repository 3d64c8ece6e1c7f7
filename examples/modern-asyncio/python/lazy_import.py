# python: >=3.15
import asyncio

from console import run, say
lazy import settings


async def handle(name):
    say(f"{name}: reads {settings.region.get()}")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("A"), name="A")
        group.create_task(handle("B"), name="B")
    say(f"main: settings was loaded by {settings.loaded_by}")


run(main())
