# clock: real
import asyncio
import time
from threading import Thread


def lighthouse(horn):
    time.sleep(0.1)
    print("lighthouse: sounds the horn")
    horn.set_result(3)
    time.sleep(0.3)
    print("lighthouse: gets no answer")


async def ferry():
    horn = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, print, "asyncio: wakes")
    Thread(target=lighthouse, args=[horn]).start()
    print("Gull: listens in the fog")
    blasts = await horn
    print(f"Gull: hears {blasts} blasts")


asyncio.run(ferry())
