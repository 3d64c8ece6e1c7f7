import asyncio


async def answer(orders, text, seconds):
    written = asyncio.get_running_loop().create_future()
    try:
        orders.put_nowait((text, written))
    except asyncio.QueueFull:
        return 503
    try:
        async with asyncio.timeout(seconds):
            await written
    except TimeoutError:
        return 504
    return 201
