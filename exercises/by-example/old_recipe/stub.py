import asyncio


@asyncio.coroutine
def bake(loaf, minutes, loop):
    yield from asyncio.sleep(minutes, loop=loop)
    return loaf + " bread"


@asyncio.coroutine
def main(loop):
    wheat = bake("wheat", 30, loop)
    # Starts it now. In 2014 it was also called asyncio.async.
    rye = asyncio.ensure_future(bake("rye", 20, loop), loop=loop)
    first = yield from wheat
    second = yield from rye
    return [first, second]
