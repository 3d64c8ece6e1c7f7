import asyncio


async def ask(look_up):
    """Returns what `look_up()` returns; other tasks run meanwhile."""
    return await asyncio.to_thread(look_up)
