import asyncio

from console import run, say
from shop import size_of


# ANCHOR: listing
class Orders:
    def __init__(self, wire):
        self.wire = wire
        self.buffer = bytearray()

    def take(self):
        end = 1 + size_of(self.buffer[:1] or b"0")
        if len(self.buffer) < end:
            return None
        order = self.buffer[1:end].decode()
        del self.buffer[:end]
        return order

    async def next(self):
        while (order := self.take()) is None:
            block = await self.wire.read(64)
            if not block:
                return None
            self.buffer += block
        return order


async def office(wire):
    orders = Orders(wire)
    while True:
        try:
            async with asyncio.timeout(0.6):
                order = await orders.next()
        except TimeoutError:
            say("no order yet")
            continue
        if order is None:
            break
        say(order)
        # ANCHOR_END: listing


async def till(wire):
    wire.feed_data(b"4pear5ap")
    await asyncio.sleep(1)
    wire.feed_data(b"ple4plum")
    wire.feed_eof()


async def main():
    wire = asyncio.StreamReader()
    sender = asyncio.create_task(till(wire))
    await office(wire)
    await sender


run(main())
