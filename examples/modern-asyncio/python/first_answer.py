# python: >=3.15
import asyncio

from console import run, say


# ANCHOR: listing
async def mirror(name, delay, group):
    await asyncio.sleep(delay)
    say(f"{name}: has the file")
    group.cancel()
    return name


async def download():
    async with asyncio.TaskGroup() as group:
        near = group.create_task(mirror("near", 1, group))
        far = group.create_task(mirror("far", 3, group))
    say("download: the block has ended")
    for name, task in ("near", near), ("far", far):
        ended = "cancelled" if task.cancelled() else "done"
        say(f"download: {name} is {ended}")


run(download())
# ANCHOR_END: listing
