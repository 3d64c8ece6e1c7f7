# clock: real
# python: >=3.12
import asyncio

import rloop
import uvloop


async def count(engine):
    for number in [1, 2]:
        await asyncio.sleep(0.1)
        print(f"{engine}: {number}")


for module in [asyncio, uvloop, rloop]:
    asyncio.run(
        count(module.__name__), loop_factory=module.new_event_loop
    )
