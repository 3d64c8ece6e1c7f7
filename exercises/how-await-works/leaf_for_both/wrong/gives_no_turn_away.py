import asyncio
import types


@types.coroutine
def turn():
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        yield "next turn"
