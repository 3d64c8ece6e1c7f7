# clock: real
# python: >=3.6
import asyncio


async def bake():
    try:
        await asyncio.sleep(3600)
    except Exception as error:
        print("caught", type(error).__name__)


async def main():
    task = asyncio.ensure_future(bake())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("cancelled:", task.cancelled())


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
