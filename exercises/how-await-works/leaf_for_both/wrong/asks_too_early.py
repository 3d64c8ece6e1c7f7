import asyncio
import types

try:
    asyncio.get_running_loop()
    REQUEST = None
except RuntimeError:
    REQUEST = "next turn"


@types.coroutine
def turn():
    yield REQUEST
