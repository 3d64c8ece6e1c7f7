import asyncio


async def pay(till, fare):
    await asyncio.sleep(fare)  # count the coins
    till["coins"] += fare
