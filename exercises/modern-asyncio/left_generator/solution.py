from contextlib import aclosing


async def first_fish(net):
    async with aclosing(net):
        async for fish in net:
            return fish
