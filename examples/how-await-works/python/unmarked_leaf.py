def berth():
    return (yield "a berth, please")


async def ferry():
    number = await berth()
    print(f"ferry: moors at berth {number}")


try:
    ferry().send(None)
except TypeError as error:
    print(f"TypeError: {error}")
