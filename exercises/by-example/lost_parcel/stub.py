import asyncio


async def deliver(parcels):
    """Each parcel is a coroutine."""
    tasks = []
    for parcel in parcels:
        try:
            tasks.append(asyncio.create_task(parcel))
        except LookupError:
            tasks.append(None)
    await asyncio.gather(*tasks)
    return ["delivered" if task else "lost" for task in tasks]
