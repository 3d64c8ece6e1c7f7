import trio


async def attempt(job, seconds):
    with trio.move_on_after(seconds) as scope:
        await job()
    return "late" if scope.cancelled_caught else "done"
