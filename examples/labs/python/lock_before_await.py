# clock: real
import asyncio
import threading

from console import run


async def deposit(name, lock):
    print(f"{name}: wants the lock")
    with lock:
        print(f"{name}: has it for a moment")
    print(f"{name}: asks the bank")
    await asyncio.sleep(0.1)
    print(f"{name}: done")


async def main():
    lock = threading.Lock()
    await asyncio.gather(deposit("Ann", lock), deposit("Ben", lock))


run(main())
