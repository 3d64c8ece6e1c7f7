# clock: real
import asyncio
import time
from threading import Thread

from console import run


def lighthouse(loop, horn):
    time.sleep(0.2)
    print("lighthouse: sounds the horn")
    loop.call_soon_threadsafe(horn.set_result, time.monotonic())


async def ferry(horn):
    print("Gull: listens")
    sounded = await horn
    waited = time.monotonic() - sounded
    when = "at once" if waited < 0.5 else "much later"
    print(f"Gull: hears it {when}")


async def tide():
    await asyncio.sleep(1.5)
    print("tide: turns")


async def main():
    loop = asyncio.get_running_loop()
    horn = loop.create_future()
    Thread(target=lighthouse, args=[loop, horn]).start()
    await asyncio.gather(ferry(horn), tide())


run(main())
