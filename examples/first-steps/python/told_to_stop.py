import asyncio

from console import run, say


async def lighthouse(stop):
    while not stop.done():
        say("lighthouse: flash")
        await asyncio.wait([stop], timeout=1)
    say("lighthouse: the lamp cools")
    await asyncio.sleep(3)
    say("lighthouse: the door is locked")


async def main():
    stop = asyncio.get_running_loop().create_future()
    light = asyncio.create_task(lighthouse(stop))
    await asyncio.sleep(1.5)
    say("harbour master: waits for the lighthouse")
    stop.set_result(None)
    await light


run(main())
print("the harbour is closed")
