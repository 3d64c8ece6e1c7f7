import signal

import trio
from on_trio import run


async def copy():
    await trio.sleep(1)
    signal.raise_signal(signal.SIGINT)


async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(copy)


try:
    run(main)
except KeyboardInterrupt:
    print("interrupted")
except BaseExceptionGroup as group:
    print(repr(group))
