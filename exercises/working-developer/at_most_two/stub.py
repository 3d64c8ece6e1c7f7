import asyncio


async def fetch_all(jobs):
    """Each job is an async function without arguments."""
    return await asyncio.gather(*(job() for job in jobs))
