import asyncio


async def ask(other, question):
    """`other` is a loop, and `question` a coroutine."""
    answer = asyncio.run_coroutine_threadsafe(question, other)
    return await asyncio.wrap_future(answer)
