# clock: real
import asyncio
import os
import threading

from console import run


def give_up():
    print("watchdog: no task has run for a second", flush=True)
    os._exit(0)


async def deposit(name, lock):
    print(f"{name}: wants the lock")
    with lock:
        print(f"{name}: has it, and asks the bank")
        await asyncio.sleep(0.1)
    print(f"{name}: done")


async def main():
    lock = threading.Lock()
    threading.Timer(1, give_up).start()
    await asyncio.gather(deposit("Ann", lock), deposit("Ben", lock))


run(main())
