import asyncio

from console import run, say


async def farewell():
    say("farewell: begins")
    await asyncio.sleep(1)
    say("farewell: is sent")


async def session():
    try:
        await asyncio.sleep(10)
    finally:
        say("session: cleans up")
        asyncio.create_task(farewell())


def complain(_, context):
    print(f"asyncio: {context['message']}")


async def main():
    asyncio.get_running_loop().set_exception_handler(complain)
    asyncio.create_task(session())
    await asyncio.sleep(1)
    say("main: ends")


run(main())
