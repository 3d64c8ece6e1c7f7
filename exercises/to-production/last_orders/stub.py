import asyncio


async def serve(guests, closing):
    """`await guests.get()` is the next guest, an async function."""
    inside, closed = set(), asyncio.create_task(closing.wait())
    while not closing.is_set():
        guest = asyncio.create_task(guests.get())
        await asyncio.wait(
            [guest, closed], return_when=asyncio.FIRST_COMPLETED
        )
        if guest.done():
            inside.add(asyncio.create_task(guest.result()()))
        guest.cancel()
    for task in inside:
        task.cancel()
