# clock: real
import asyncio
import threading
import time


def watch_sky(clouded):
    time.sleep(0.3)
    print("sensor: cirrus in the west")
    clouded.set_result("cirrus")
    time.sleep(0.3)
    print("sensor: the dome should be closed")


async def main():
    loop = asyncio.get_running_loop()
    clouded = loop.create_future()
    loop.call_later(1.5, print, "clock: midnight")
    sensor = threading.Thread(target=watch_sky, args=(clouded,))
    sensor.start()
    print(f"dome: closes for {await clouded}")


asyncio.run(main())
