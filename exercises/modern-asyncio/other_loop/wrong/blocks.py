import asyncio


async def ask(other, question):
    """`other` is a loop, and `question` a coroutine."""
    return asyncio.run_coroutine_threadsafe(question, other).result()
