import asyncio


async def fetch_all(jobs):
    """Each job is an async function without arguments."""
    limit = asyncio.Semaphore(2)

    async def limited(job):
        async with limit:
            result = job()
        return await result

    return await asyncio.gather(*(limited(job) for job in jobs))
