import asyncio

from console import run, say


async def lighthouse():
    try:
        while True:
            say("lighthouse: flash")
            await asyncio.sleep(1)
    finally:
        say("lighthouse: the lamp cools")
        await asyncio.sleep(3)
        say("lighthouse: the door is locked")


async def main():
    light = asyncio.create_task(lighthouse())
    await asyncio.sleep(1.5)
    lamp = "out" if light.done() else "lit"
    say(f"harbour master: goes home, the lamp is {lamp}")


run(main())
print("the harbour is closed")
