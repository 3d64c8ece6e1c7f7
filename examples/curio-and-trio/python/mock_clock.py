# clock: real
import time

import trio
from trio.testing import MockClock


async def connect(answers):
    pause = 3600
    while next(answers) != "welcome":
        await trio.sleep(pause)
        pause *= 2


async def check():
    await connect(iter(["busy", "busy", "busy", "welcome"]))
    hours = trio.current_time() / 3600
    print(f"connected after {hours:.0f} hours")


start = time.monotonic()
trio.run(check, clock=MockClock(autojump_threshold=0))
if time.monotonic() - start < 60:
    print("checked in less than a minute")
