import asyncio


async def shop(queue):
    sold = []
    try:
        while True:
            sold.append(await queue.get())
    except asyncio.QueueShutDown:
        return sold
