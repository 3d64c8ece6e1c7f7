import asyncio


async def count(delivery):
    async with asyncio.timeout(60):
        await delivery.wait()


async def ship(stock):
    await stock


async def bill(stock):
    await asyncio.shield(stock)


def report():
    print("The service is up.", flush=True)


async def main():
    delivery = asyncio.Event()
    stock = asyncio.create_task(count(delivery), name="stock")
    async with asyncio.TaskGroup() as group:
        group.create_task(ship(stock), name="shipping")
        group.create_task(bill(stock), name="billing")
        asyncio.get_running_loop().call_soon(report)


asyncio.run(main())
