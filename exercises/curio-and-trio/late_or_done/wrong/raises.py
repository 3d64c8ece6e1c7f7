import trio


async def attempt(job, seconds):
    with trio.fail_after(seconds):
        await job()
    return "done"
