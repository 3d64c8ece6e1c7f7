import asyncio


async def answer(orders, text, seconds):
    written = asyncio.get_running_loop().create_future()
    await orders.put((text, written))
    return 201
