# clock: real
# ANCHOR: listing
import asyncio


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


async def compute(part):
    print(f"part {part}: starts")
    fib(20)
    print(f"part {part}: ends")


async def main():
    parts = [asyncio.create_task(compute(part)) for part in (1, 2)]
    for part in parts:
        await part
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
