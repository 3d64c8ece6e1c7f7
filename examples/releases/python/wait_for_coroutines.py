# clock: real
# python: >=3.6
import asyncio
import warnings

warnings.showwarning = lambda _, kind, *rest: print(kind.__name__)


async def bake():
    return "rye"


async def main():
    bread = bake()
    try:
        done, _ = await asyncio.wait([bread])
        print(len(done), "done")
    except TypeError as error:
        print("TypeError:", error)
        bread.close()


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
