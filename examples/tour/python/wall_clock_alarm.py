import asyncio
import time

from console import run, say


async def main():
    loop = asyncio.get_running_loop()
    alarm = loop.call_at(time.time() + 2, say, "clock: midnight")
    await asyncio.sleep(3)
    years = (alarm.when() - loop.time()) / (365 * 24 * 3600)
    if years > 20:
        say("assistant: midnight is more than 20 years away")


run(main())
