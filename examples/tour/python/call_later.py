import asyncio

from console import run, say


async def main():
    loop = asyncio.get_running_loop()
    midnight = loop.time() + 3
    loop.call_at(midnight, say, "clock: midnight")
    loop.call_later(2, say, "shutter: closes")
    clouds = loop.call_later(2.5, say, "dome: closes for clouds")
    await asyncio.sleep(1)
    clouds.cancel()
    say("assistant: no clouds after all")
    await asyncio.sleep(3)
    say("assistant: next star")


run(main())
