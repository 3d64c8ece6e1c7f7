import asyncio


async def sounding():
    print("lead: goes down")
    await asyncio.sleep(0)
    print("lead: touches ground")
    return 7


line = sounding()
line.send(None)
print("no depth yet")
try:
    line.send(None)
except StopIteration as end:
    print(f"depth: {end.value} m")
