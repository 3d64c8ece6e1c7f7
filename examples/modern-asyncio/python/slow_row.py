import asyncio

from console import run, say


async def rows():
    for row, delay in [(1, 1), (2, 3), (3, 1)]:
        await asyncio.sleep(delay)
        yield row


async def main():
    incoming = rows()
    while True:
        try:
            async with asyncio.timeout(2):
                row = await anext(incoming)
        except TimeoutError:
            say("main: no row yet")
        except StopAsyncIteration:
            say("main: no more rows")
            break
        else:
            say(f"main: row {row}")


run(main())
