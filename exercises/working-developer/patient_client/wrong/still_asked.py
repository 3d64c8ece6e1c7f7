import asyncio


async def first_in_time(servers, seconds):
    """Each server is an async function that returns its answer."""
    for server in servers:
        task = asyncio.create_task(server())
        done, _ = await asyncio.wait([task], timeout=seconds)
        if done:
            return task.result()
    return None
