import asyncio

import trio


async def fetch():
    print("fetch: asks the server")
    await asyncio.sleep(1)
    print("fetch: has the page")
    return "page"


async def main():
    try:
        print(f"main: has the {await fetch()}")
    except RuntimeError as error:
        print(f"main: {error}")


trio.run(main)
