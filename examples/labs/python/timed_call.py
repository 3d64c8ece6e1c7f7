import asyncio
import functools

from console import run, say


def timed(function):
    @functools.wraps(function)
    def wrapper(*args):
        start = asyncio.get_running_loop().time()
        try:
            return function(*args)
        finally:
            took = asyncio.get_running_loop().time() - start
            say(f"{function.__name__}: took {took:.1f} s")

    return wrapper


@timed
async def load(page):
    await asyncio.sleep(2)
    return page


async def main():
    say(f"main: has {await load('A')}")


run(main())
