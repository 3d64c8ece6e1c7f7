import asyncio


async def answer(orders, text, seconds):
    written = asyncio.get_running_loop().create_future()
    try:
        orders.put_nowait((text, written))
    except asyncio.QueueFull:
        return 503
    await written
    return 201
