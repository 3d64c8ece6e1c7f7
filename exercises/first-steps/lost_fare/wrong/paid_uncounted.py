import asyncio


async def pay(till, fare):
    till["coins"] += fare
    await asyncio.sleep(fare)  # count the coins
