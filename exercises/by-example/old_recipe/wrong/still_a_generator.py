import asyncio


def bake(loaf, minutes):
    yield from asyncio.sleep(minutes)
    return loaf + " bread"


def main():
    wheat = bake("wheat", 30)
    # Starts it now. In 2014 it was also called asyncio.async.
    rye = asyncio.ensure_future(bake("rye", 20))
    first = yield from wheat
    second = yield from rye
    return [first, second]
