import asyncio

from harbour import run


async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()
    for _ in range(30):
        await asyncio.sleep(0.1)
    print(f"thirty waits: {loop.time() - start:.6f} s")


run(main())
