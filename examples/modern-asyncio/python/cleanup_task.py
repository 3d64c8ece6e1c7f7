import asyncio

from console import run, say


async def send_log():
    await asyncio.sleep(1)
    raise ValueError("no log server")


async def save():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(send_log())
    except* ValueError:
        say("save: goes on without the log")
    await asyncio.sleep(1)
    say("save: the data is saved")


# ANCHOR: listing
async def worker():
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.create_task(save())


# ANCHOR_END: listing
async def service():
    task = asyncio.create_task(worker())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    say("service: the worker has ended")


run(service())
