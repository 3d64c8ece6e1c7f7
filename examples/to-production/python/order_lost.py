import asyncio

from console import run, say
from shop import size_of


async def read_order(wire):
    size = size_of(await wire.readexactly(1))
    return (await wire.readexactly(size)).decode()


async def till(wire):
    wire.feed_data(b"4pear5ap")
    await asyncio.sleep(1)
    wire.feed_data(b"ple4plum")


async def office():
    wire = asyncio.StreamReader()
    sender = asyncio.create_task(till(wire))
    while True:
        try:
            async with asyncio.timeout(0.6):
                say(await read_order(wire))
        except TimeoutError:
            say("no order yet")
        except ValueError as error:
            say(error)
            break
    await sender


run(office())
