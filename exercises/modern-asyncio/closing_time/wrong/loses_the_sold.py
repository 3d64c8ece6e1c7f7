import asyncio


async def shop(queue):
    try:
        sold = []
        while True:
            sold.append(await queue.get())
    except asyncio.QueueShutDown:
        return []
