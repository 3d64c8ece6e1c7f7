import asyncio

from on_asyncio import run, say


async def save():
    await asyncio.sleep(2)
    say("saved")


async def work():
    try:
        await asyncio.shield(save())
    finally:
        say("work has ended")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    say("main has ended")


run(main)
