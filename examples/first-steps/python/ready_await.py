import asyncio

from console import run, say


async def gate():
    return "open"


async def ferry():
    say("ferry: asks for the gate")
    state = await gate()
    say(f"ferry: the gate is {state}")
    await asyncio.sleep(1)
    say("ferry: through")


async def gull():
    say("gull: cries")


async def harbour():
    await asyncio.gather(ferry(), gull())


run(harbour())
