# clock: real
# python: >=3.6
import asyncio
import warnings

warnings.showwarning = lambda _, kind, *rest: print(kind.__name__)


def bake():
    yield from asyncio.sleep(0)
    print("baked")


loop = asyncio.new_event_loop()
try:
    loop.run_until_complete(asyncio.coroutine(bake)())
except AttributeError as error:
    print("AttributeError:", error)
loop.close()
