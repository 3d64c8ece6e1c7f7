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


async def client(way):
    try:
        async with asyncio.timeout(1):
            try:
                await way()
            except* ConnectionError:
                say(f"{way.__name__}: tries another server")
            await asyncio.sleep(5)
        say(f"{way.__name__}: is done")
    except TimeoutError:
        say(f"{way.__name__}: is too late")


async def clients():
    await asyncio.gather(*map(client, (transfer, gather, group)))


run(clients())
