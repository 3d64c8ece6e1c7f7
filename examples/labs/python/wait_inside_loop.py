# clock: real
# ANCHOR: listing
import asyncio


async def load():
    print("load: begins")
    return "blue"


def colour():
    loop = asyncio.get_running_loop()
    future = asyncio.run_coroutine_threadsafe(load(), loop)
    try:
        return future.result(timeout=0.3)  # without a limit: for ever
    except TimeoutError:
        return "unknown, after the limit"


async def main():
    print(f"main: the colour is {colour()}")
    await asyncio.sleep(0.1)
    print("main: ends")
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
