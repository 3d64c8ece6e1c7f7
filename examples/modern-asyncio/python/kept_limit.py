import asyncio

from console import run, say


async def transfer():
    try:
        await asyncio.sleep(10)
    finally:
        raise ConnectionError("the line is cut")


async def gather():
    await asyncio.gather(transfer())


async def group():
    async with asyncio.TaskGroup() as group:
        group.create_task(transfer())


# ANCHOR: listing
async def client(way):
    try:
        async with asyncio.timeout(1) as limit:
            await way()
    except* ConnectionError:
        if limit.expired():
            say(f"{way.__name__}: is too late")
        else:
            say(f"{way.__name__}: tries another server")


# ANCHOR_END: listing
async def clients():
    await asyncio.gather(*map(client, (transfer, gather, group)))


run(clients())
