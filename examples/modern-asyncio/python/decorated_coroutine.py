import asyncio
from contextlib import contextmanager

from console import run, say


@contextmanager
def stopwatch(name):
    say(f"{name}: begins")
    yield
    say(f"{name}: ends")


@stopwatch("load")
async def load():
    await asyncio.sleep(2)
    say("load: has the data")


async def main():
    await load()


run(main())
