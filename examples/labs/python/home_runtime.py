# clock: real
import asyncio

import trio


async def fetch():
    print("fetch: asks the server")
    await asyncio.sleep(1)
    print("fetch: has the page")
    return "page"


async def main():
    fetching = fetch()
    page = await trio.to_thread.run_sync(asyncio.run, fetching)
    print(f"main: has the {page}")


trio.run(main)
