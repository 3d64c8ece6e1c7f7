import asyncio


async def kitchen(cook, serve):
    """`cook()` returns a plate; `await serve(plate)` takes a second."""
    counter = asyncio.Queue(maxsize=2)

    async def waiter():
        while plate := await counter.get():
            await serve(plate)

    waiting = asyncio.create_task(waiter())
    for _ in range(6):
        plate = cook()
        if not counter.full():
            counter.put_nowait(plate)
        await asyncio.sleep(0.1)
    await counter.put(None)
    await waiting
