import asyncio


async def first_in_time(servers, seconds):
    """Each server is an async function that returns its answer."""
    try:
        async with asyncio.timeout(seconds):
            for server in servers:
                return await server()
    except TimeoutError:
        return None
