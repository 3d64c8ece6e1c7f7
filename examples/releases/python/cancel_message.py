# clock: real
# python: >=3.6
import asyncio


async def main():
    task = asyncio.ensure_future(asyncio.sleep(3600))
    await asyncio.sleep(0)
    try:
        task.cancel("the oven is cold")
    except TypeError:
        print("cancel takes no message")
        task.cancel()
    try:
        await task
    except asyncio.CancelledError as error:
        print("the caller reads:", *error.args)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
