# clock: real
import asyncio
from threading import Barrier, get_ident


async def knead():
    await asyncio.sleep(0)
    return get_ident()


def carry(table):
    table.wait()  # until three have come
    return get_ident()


async def main():
    threads = set(await asyncio.gather(knead(), knead(), knead()))
    print(f"three coroutines knead: {len(threads)} thread")

    table = Barrier(3)
    hands = [asyncio.to_thread(carry, table) for _ in range(3)]
    threads = set(await asyncio.gather(*hands))
    print(f"three functions carry: {len(threads)} threads")


asyncio.run(main())
