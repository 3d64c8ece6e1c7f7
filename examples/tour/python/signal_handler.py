# clock: real
# ANCHOR: listing
import asyncio
import os
import signal


async def watch(closing):
    print("the sky is watched")
    await closing.wait()
    print("the dome is closed")


async def main():
    loop, closing = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, closing.set)
    task = asyncio.create_task(watch(closing))
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGTERM)
    print("the bell is rung")
    await task
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
