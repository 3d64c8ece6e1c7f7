async def attempt(job, seconds):
    await job()
    return "done"
