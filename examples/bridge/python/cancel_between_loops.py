# clock: real
import asyncio
import atexit

from rust import on_tokio

atexit.register(on_tokio.finish)


# ANCHOR: listing
async def pilot(begun, tide, moored):
    begun.set()
    try:
        await tide.wait()
        print("pilot: moors")
        moored.set()
    except asyncio.CancelledError:
        print("pilot: cancelled")
        raise


async def ferry(inner):
    await on_tokio.timeout(60, inner)


async def main():
    begun, tide, moored = (asyncio.Event() for _ in range(3))
    task = asyncio.create_task(ferry(pilot(begun, tide, moored)))
    await begun.wait()
    task.cancel()
    await asyncio.wait([task])
    print("main: ferry is cancelled,", task.cancelled())
    tide.set()
    await moored.wait()


asyncio.run(main())
# ANCHOR_END: listing
