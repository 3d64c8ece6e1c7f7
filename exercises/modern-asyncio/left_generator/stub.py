async def first_fish(net):
    async for fish in net:
        return fish
