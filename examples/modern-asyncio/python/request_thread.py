import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

from console import run, say

request = ContextVar("request", default="no request")


def store(name):
    before = request.get()
    request.set(name)
    return f"{name}: works for {before}"


async def main():
    request.set("main")
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(max_workers=1)
    say(await loop.run_in_executor(pool, store, "first job"))
    say(await loop.run_in_executor(pool, store, "second job"))
    say(await asyncio.to_thread(store, "third job"))
    say(f"main: still is {request.get()}")


run(main())
