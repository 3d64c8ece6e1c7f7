# clock: real
import asyncio
import threading


def watch_sky(loop, clouded):
    print("sensor: cirrus in the west")
    loop.call_soon_threadsafe(clouded.set_result, "cirrus")


async def main():
    loop = asyncio.get_running_loop()
    clouded = loop.create_future()
    sensor = threading.Thread(target=watch_sky, args=(loop, clouded))
    sensor.start()
    print(f"dome: closes for {await clouded}")
    sensor.join()


asyncio.run(main())
