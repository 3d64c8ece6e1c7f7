import asyncio


async def kitchen(cook, serve):
    """`cook()` returns a plate; `await serve(plate)` takes a second."""
    counter = asyncio.Queue(maxsize=2)

    async def waiter():
        for _ in range(6):
            await serve(await counter.get())

    waiting = asyncio.create_task(waiter())
    for _ in range(6):
        await counter.put(cook())
        await asyncio.sleep(0.1)
    await waiting
