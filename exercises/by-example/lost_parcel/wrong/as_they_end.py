import asyncio


async def deliver(parcels):
    """Each parcel is a coroutine."""
    tasks = [asyncio.create_task(parcel) for parcel in parcels]
    ends = []
    for task in asyncio.as_completed(tasks):
        try:
            await task
            ends.append("delivered")
        except LookupError:
            ends.append("lost")
    return ends
