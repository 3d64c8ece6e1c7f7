# clock: real
# python: >=3.6
import asyncio
import warnings

warnings.showwarning = lambda _, kind, *rest: print(kind.__name__)


async def main():
    try:
        await asyncio.sleep(0, loop=loop)
        print("slept")
    except TypeError as error:
        print("TypeError:", error)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
