# clock: real
import asyncio
from threading import Thread


def lighthouse(loop, horn):
    print("lighthouse: sounds the horn")
    loop.call_soon_threadsafe(horn.set_result, 3)


async def ferry():
    loop = asyncio.get_running_loop()
    horn = loop.create_future()
    print("Gull: listens in the fog")
    thread = Thread(target=lighthouse, args=[loop, horn])
    thread.start()
    blasts = await horn
    print(f"Gull: hears {blasts} blasts")
    thread.join()


asyncio.run(ferry())
