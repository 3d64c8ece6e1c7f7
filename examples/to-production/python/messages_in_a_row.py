import asyncio


async def office(inbox):
    for _ in range(300):
        await inbox.get()


async def clerk(inbox):
    print(f"clerk: {300 - inbox.qsize()} messages are read")


async def main():
    inbox = asyncio.Queue(300)
    for number in range(300):
        inbox.put_nowait(number)
    tasks = [
        asyncio.create_task(office(inbox)),
        asyncio.create_task(clerk(inbox)),
    ]
    for task in tasks:
        await task


asyncio.run(main())
