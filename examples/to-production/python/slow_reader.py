import asyncio

from console import run, say


async def read(name, prices, seconds):
    while True:
        say(f"{name}: reads {await prices.get()}")
        await asyncio.sleep(seconds)


async def publish():
    clients = {}
    for name, seconds in (("quick", 0.1), ("slow", 0.9)):
        prices = asyncio.Queue(2)
        task = asyncio.create_task(read(name, prices, seconds))
        clients[name] = prices, task
    for price in range(10, 15):
        for name, (prices, task) in list(clients.items()):
            try:
                prices.put_nowait(price)
            except asyncio.QueueFull:
                say(f"{name}: is cut")
                task.cancel()
                del clients[name]
        await asyncio.sleep(0.2)


run(publish())
