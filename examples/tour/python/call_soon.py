import asyncio

from console import run, say


def order(what):
    say(f"dome: {what}")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(order, "lamps out")
    loop.call_soon(order, "shutter open")
    say("assistant: gave both orders")
    await asyncio.sleep(0)
    say("assistant: sees stars")


run(main())
