# clock: real
# ANCHOR: listing
import asyncio
import time


def measure(plate):
    time.sleep(0.2)  # blocks its thread
    return f"plate {plate} measured"


async def watch_the_sky():
    for hour in 1, 2, 3:
        print(f"hour {hour}: the sky is watched")
        await asyncio.sleep(0)


async def main():
    watch = asyncio.create_task(watch_the_sky())
    await asyncio.sleep(0)
    print(measure(7))
    await watch
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
