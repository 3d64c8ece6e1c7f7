async def first_fish(net):
    fish = [fish async for fish in net]
    return fish[0]
