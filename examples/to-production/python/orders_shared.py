import asyncio


async def till(name, orders):
    for number in (1, 2):
        orders.append(f"{name} {number}")
        await asyncio.sleep(0)


async def main():
    orders = []
    tills = [
        asyncio.create_task(till("pear", orders)),
        asyncio.create_task(till("plum", orders)),
    ]
    for each in tills:
        await each
    print(", ".join(orders))


asyncio.run(main())
