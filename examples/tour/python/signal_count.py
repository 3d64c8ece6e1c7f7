# clock: real
# ANCHOR: listing
import asyncio
import os
import signal


async def main():
    loop, strokes = asyncio.get_running_loop(), []
    loop.add_signal_handler(signal.SIGUSR1, strokes.append, "stroke")
    for _ in range(3):
        os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.sleep(0.1)
    print("strokes heard:", len(strokes))
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
