import types


@types.coroutine
def berth():
    return (yield "a berth, please")


async def ferry():
    number = await berth()
    print(f"ferry: moors at berth {number}")


coming = ferry()
print("harbour master hears:", coming.send(None))
try:
    coming.send(4)
except StopIteration:
    print("harbour master: the ferry has ended")
