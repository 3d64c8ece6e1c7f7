import asyncio


async def first_in_time(servers, seconds):
    """Each server is an async function that returns its answer."""
    for server in servers:
        try:
            async with asyncio.timeout(seconds):
                return await server()
        except TimeoutError:
            pass
    return None
