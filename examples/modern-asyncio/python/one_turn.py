import asyncio


async def block(lock):
    async with asyncio.timeout(5):
        await lock.acquire()


async def call(lock):
    await asyncio.wait_for(lock.acquire(), 5)


async def worker(way, lock):
    await way(lock)
    return "works"


async def main():
    for way in block, call:
        lock = asyncio.Lock()
        await lock.acquire()
        task = asyncio.create_task(worker(way, lock))
        await asyncio.sleep(1)
        lock.release()
        task.cancel()
        await asyncio.wait([task])
        end = "is cancelled" if task.cancelled() else task.result()
        print(f"{way.__name__}: {end}, locked: {lock.locked()}")


asyncio.run(main())
