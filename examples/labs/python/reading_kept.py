import asyncio

from console import run, say


async def read_reading(wire):
    size = int(await wire.readexactly(1))
    return (await wire.readexactly(size)).decode()


async def meter(wire):
    wire.feed_data(b"42100")
    await asyncio.sleep(1)
    wire.feed_data(b"3")
    await asyncio.sleep(1)
    wire.feed_data(b"420211")


async def main():
    wire = asyncio.StreamReader()
    sender = asyncio.create_task(meter(wire))
    read = asyncio.create_task(read_reading(wire))
    for _ in range(3):
        await asyncio.wait([read], timeout=1.5)
        if read.done():
            say(f"reads {read.result()}")
            read = asyncio.create_task(read_reading(wire))
        else:
            say("nothing yet, the meter is alive")
    await sender


run(main())
