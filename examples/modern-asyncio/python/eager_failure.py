# python: >=3.14
import asyncio

from console import run, say


async def connect():
    say("connect: no route")
    raise OSError("no route")


async def warm_up():
    say("warm-up: starts")
    try:
        await asyncio.sleep(1)
    finally:
        say("warm-up: stops")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(connect(), eager_start=True)
            say("main: goes on")
            group.create_task(warm_up(), eager_start=True)
    except* OSError:
        say("main: is offline")


run(main())
