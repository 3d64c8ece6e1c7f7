import asyncio


async def ask(helper):
    try:
        return await helper
    except asyncio.CancelledError:
        if not helper.cancelled():
            raise
        return "helper is gone"
