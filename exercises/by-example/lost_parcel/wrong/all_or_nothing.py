import asyncio


async def deliver(parcels):
    """Each parcel is a coroutine."""
    tasks = [asyncio.create_task(parcel) for parcel in parcels]
    try:
        await asyncio.gather(*tasks)
    except LookupError:
        return ["lost"] * len(tasks)
    return ["delivered"] * len(tasks)
