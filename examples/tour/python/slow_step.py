# clock: real
# ANCHOR: listing
import asyncio
import logging
import time


class NightLog(logging.Handler):
    def emit(self, record):
        words = record.getMessage().split()
        if "name='measure'" in words[:4]:
            print("log:", *words[:4])


async def measure():
    time.sleep(0.2)


async def main():
    logging.getLogger("asyncio").addHandler(NightLog())
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    loop.slow_callback_duration = 0.15
    await asyncio.create_task(measure(), name="measure")
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())

# ruff: noqa: ASYNC251 (blocking is the point)
