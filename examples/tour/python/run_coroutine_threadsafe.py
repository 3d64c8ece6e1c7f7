# clock: real
# ANCHOR: listing
import asyncio
from threading import Thread


async def open_the_dome(degrees):
    print("the dome opens at", degrees)
    return "open"


def cellar(loop):
    work = open_the_dome(120)
    dome = asyncio.run_coroutine_threadsafe(work, loop)
    print("the cellar hears:", dome.result())


async def main():
    loop = asyncio.get_running_loop()
    thread = Thread(target=cellar, args=[loop])
    thread.start()
    await asyncio.to_thread(thread.join)
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
