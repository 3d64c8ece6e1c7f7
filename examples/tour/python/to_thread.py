# clock: real
# ANCHOR: listing
import asyncio
import queue


def measure(plate, light):
    light.get()  # blocks its thread
    return f"plate {plate} measured"


async def watch_the_sky(light):
    for hour in range(3):
        print("the sky is watched")
        await asyncio.sleep(0)
    light.put("lamp on")


async def main():
    light = queue.Queue()
    measured = asyncio.to_thread(measure, 7, light)
    both = asyncio.gather(measured, watch_the_sky(light))
    print((await both)[0])
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
