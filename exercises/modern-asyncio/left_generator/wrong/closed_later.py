import asyncio


async def first_fish(net):
    async for fish in net:
        asyncio.create_task(net.aclose())
        return fish
