import asyncio


async def horn(listen):
    """Returns the signal with which `listen` calls its callback."""
    heard = asyncio.get_running_loop().create_future()
    listen(heard.set_result)
    return heard
