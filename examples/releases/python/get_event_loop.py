# clock: real
# python: >=3.6
import asyncio
import warnings

warnings.showwarning = lambda _, kind, *rest: print(kind.__name__)


async def main():
    print("runs")


try:
    loop = asyncio.get_event_loop()
    loop.run_until_complete(main())
    loop.close()
except RuntimeError as error:
    print("RuntimeError:", error)
