import asyncio

import rust
from harbour import run, say


async def ferry(name, seconds):
    await asyncio.sleep(seconds)
    task = asyncio.current_task()
    say(f"{name} is in, by {task.get_name()}")


async def main():
    say("gather")
    await asyncio.gather(ferry("Gull", 2), ferry("Heron", 1))
    say("join")
    await rust.join(ferry("Gull", 2), ferry("Heron", 1))


run(main())
