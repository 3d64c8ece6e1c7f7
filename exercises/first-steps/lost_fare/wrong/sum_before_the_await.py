import asyncio


async def pay(till, fare):
    total = till["coins"] + fare
    await asyncio.sleep(fare)  # count the coins
    till["coins"] = total
