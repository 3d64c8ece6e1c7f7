import asyncio


async def fetch_all(jobs):
    """Each job is an async function without arguments."""
    results = []
    for start in range(0, len(jobs), 2):
        pair = jobs[start : start + 2]
        results += await asyncio.gather(*(job() for job in pair))
    return results
