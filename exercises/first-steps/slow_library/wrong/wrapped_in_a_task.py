import asyncio


async def ask(look_up):
    """Returns what `look_up()` returns; other tasks run meanwhile."""

    async def job():
        return look_up()

    return await asyncio.create_task(job())
