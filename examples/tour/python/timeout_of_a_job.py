# clock: real
# ANCHOR: listing
import asyncio
from threading import Event


def measure(plate, light):
    light.wait()  # for ever, if nobody turns it on
    print(f"job: plate {plate} measured")


async def main():
    light = Event()
    try:
        async with asyncio.timeout(0.5):
            await asyncio.to_thread(measure, 7, light)
    except TimeoutError:
        print("main: time is over")
    light.set()
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
