import asyncio

from console import run, say


async def heartbeat():
    say("heartbeat: alive")


async def worker(orders):
    for done in range(1, 1001):
        await orders.get()
        if done % 250 == 0:
            say(f"worker: {done} orders done")


async def main():
    orders = asyncio.Queue()
    for order in range(1000):
        orders.put_nowait(order)
    working = asyncio.create_task(worker(orders))
    beating = asyncio.create_task(heartbeat())
    await working
    await beating


run(main())
