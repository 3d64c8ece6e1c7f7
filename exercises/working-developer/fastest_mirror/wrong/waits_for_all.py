import asyncio


async def fastest(mirrors):
    """Each mirror is a coroutine that returns its answer."""
    answers = await asyncio.gather(*mirrors)
    return answers[1]
