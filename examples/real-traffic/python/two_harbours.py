# clock: real
"""A promise that one loop makes and another waits for."""

# ANCHOR: listing
import asyncio


async def promise():
    return asyncio.get_running_loop().create_future()


async def wait_for(berth):
    try:
        print(f"south: berth {await berth}")
    except RuntimeError as error:
        reason = str(error).partition(" attached ")[2]
        print(f"south: RuntimeError, attached {reason}")


with asyncio.Runner() as north, asyncio.Runner() as south:
    berth = north.run(promise())
    south.run(wait_for(berth))
# ANCHOR_END: listing
