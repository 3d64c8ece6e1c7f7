import asyncio


async def work():
    await asyncio.sleep(1)
    print("the work is done")


async def start(early):
    await early


def attempt(build):
    try:
        asyncio.run(start(build()))
    except RuntimeError as error:
        print(f"RuntimeError: {error}")


print("a call of an async function:")
attempt(work)
print("a timeout:")
attempt(lambda: asyncio.timeout(2))
