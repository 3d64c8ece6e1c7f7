import asyncio


async def answer(orders, text, seconds):
    written = asyncio.get_running_loop().create_future()
    try:
        async with asyncio.timeout(seconds):
            await orders.put((text, written))
    except TimeoutError:
        return 503
    try:
        async with asyncio.timeout(seconds):
            await written
    except TimeoutError:
        return 504
    return 201
