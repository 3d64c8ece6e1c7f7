# clock: real
import asyncio
import os
import signal

# A shell may start its background jobs deaf to Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


# ANCHOR: listing
async def worker():
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print("worker: cleans up")


async def service():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(worker())
            press_ctrl_c = os.kill, os.getpid(), signal.SIGINT
            asyncio.get_running_loop().call_soon(*press_ctrl_c)
    except asyncio.CancelledError:
        print("service: saves its state")
        raise


try:
    asyncio.run(service())
except KeyboardInterrupt:
    print("the program ends")
# ANCHOR_END: listing
