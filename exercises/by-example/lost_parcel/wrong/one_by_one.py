import asyncio


async def deliver(parcels):
    """Each parcel is a coroutine."""
    ends = []
    for parcel in parcels:
        try:
            await asyncio.create_task(parcel)
            ends.append("delivered")
        except LookupError:
            ends.append("lost")
    return ends
