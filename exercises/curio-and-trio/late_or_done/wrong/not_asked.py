import trio


async def attempt(job, seconds):
    with trio.move_on_after(seconds):
        await job()
    return "done"
