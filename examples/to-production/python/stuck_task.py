# clock: real
import asyncio
import logging
import re
import time


# ANCHOR: listing
class LongTurns(logging.Handler):
    def emit(self, record):
        task = re.search("name='([^']*)'", record.getMessage())
        print(f"{task[1]}: keeps the turn too long")


async def clerk():
    for _ in range(3):
        await asyncio.sleep(0.01)


async def office():
    await asyncio.sleep(0.01)
    time.sleep(0.6)


async def main():
    asyncio.get_running_loop().slow_callback_duration = 0.5
    logging.getLogger("asyncio").addHandler(LongTurns())
    tasks = [
        asyncio.create_task(clerk(), name="clerk"),
        asyncio.create_task(office(), name="office"),
    ]
    await asyncio.wait(tasks)


asyncio.run(main(), debug=True)
# ANCHOR_END: listing

# ruff: noqa: ASYNC251 (blocking is the point)
