class Berth:
    def __init__(self, ferry):
        self.ferry = ferry

    def __await__(self):
        number = yield f"a berth for {self.ferry}, please"
        return number


async def moor(ferry):
    number = await Berth(ferry)
    print(f"{ferry}: moors at berth {number}")


async def gull():
    await moor("Gull")


coming = gull()
print("harbour master hears:", coming.send(None))
try:
    coming.send(4)
except StopIteration:
    print("harbour master: the ferry has ended")
