# clock: real
import asyncio
import os
import signal

# A shell may start its background jobs deaf to Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


# ANCHOR: listing
async def watch():
    print("the sky is watched")
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print("the dome is closed")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(os.kill, os.getpid(), signal.SIGINT)
    await watch()


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("the night is over")
# ANCHOR_END: listing
