# clock: real
# ANCHOR: listing
import asyncio
from concurrent.futures import ProcessPoolExecutor


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


async def compute(part, pool):
    print(f"part {part}: starts")
    await asyncio.get_running_loop().run_in_executor(pool, fib, 20)


async def main():
    with ProcessPoolExecutor(2) as pool:
        parts = [
            asyncio.create_task(compute(part, pool)) for part in (1, 2)
        ]
        for part in parts:
            await part
    print("both parts have ended")
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
