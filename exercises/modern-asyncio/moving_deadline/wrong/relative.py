import asyncio


async def download(pieces):
    """`pieces` is an async iterator."""
    loop, got = asyncio.get_running_loop(), []
    async with asyncio.timeout(2) as limit:
        start = loop.time()
        async for piece in pieces:
            got.append(piece)
            limit.reschedule(start + 2)
    return got
