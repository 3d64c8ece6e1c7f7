import asyncio

from exam import say


async def radio():
    say("radio: on")
    await asyncio.sleep(3)
    say("radio: has the report")
    return "fog at noon"


async def steer():
    say("captain: steers")
    await asyncio.sleep(2)


async def voyage():
    # Start the radio here.
    await steer()
    # Wait for its report, and return it.
