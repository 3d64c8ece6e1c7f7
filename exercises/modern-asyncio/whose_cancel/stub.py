import asyncio


async def ask(helper):
    try:
        return await helper
    except asyncio.CancelledError:
        return "helper is gone"
