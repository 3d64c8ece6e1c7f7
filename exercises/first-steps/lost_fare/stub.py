import asyncio


async def pay(till, fare):
    before = till["coins"]
    await asyncio.sleep(fare)  # count the coins
    till["coins"] = before + fare
