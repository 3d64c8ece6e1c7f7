# clock: real
# ANCHOR: listing
import asyncio
import os
import signal


async def watch():
    print("the sky is watched", flush=True)
    try:
        await asyncio.sleep(20)
    finally:
        print("the dome is closed")


async def main():
    task = asyncio.create_task(watch())
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGTERM)
    await task
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
