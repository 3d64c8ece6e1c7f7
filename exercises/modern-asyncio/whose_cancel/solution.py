import asyncio


async def ask(helper):
    try:
        return await helper
    except asyncio.CancelledError:
        if asyncio.current_task().cancelling():
            raise
        return "helper is gone"
