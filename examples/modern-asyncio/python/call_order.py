# clock: real
# python: >=3.12
import asyncio

import rloop
import uvloop


async def main(engine):
    seen = []
    loop = asyncio.get_running_loop()
    loop.call_later(0, seen.append, "timer of 0 s")
    loop.call_soon(seen.append, "soon")
    loop.call_later(-1, seen.append, "timer of -1 s")
    loop.call_soon(seen.append, "soon again")
    end = loop.create_future()
    loop.call_later(0.1, end.set_result, None)
    await end
    print(f"{engine}: {', '.join(seen)}")


for module in [asyncio, uvloop, rloop]:
    asyncio.run(
        main(module.__name__), loop_factory=module.new_event_loop
    )
