import asyncio


async def serve(guests, closing):
    """`await guests.get()` is the next guest, an async function."""
    inside = set()

    async def door():
        while True:
            guest = await guests.get()
            inside.add(asyncio.create_task(guest()))

    opened = asyncio.create_task(door())
    await closing.wait()
    await asyncio.sleep(5)
    for task in {opened, *inside}:
        task.cancel()
