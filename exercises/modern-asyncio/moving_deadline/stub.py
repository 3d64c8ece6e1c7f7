import asyncio


async def download(pieces):
    """`pieces` is an async iterator."""
    got = []
    async with asyncio.timeout(2):
        async for piece in pieces:
            got.append(piece)
    return got
