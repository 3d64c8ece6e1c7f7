# clock: real
# python: >=3.6
import asyncio


async def bake():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.1)
        print("the oven is off")


async def main():
    oven = asyncio.ensure_future(bake())
    try:
        await asyncio.wait_for(oven, 0.1)
    except asyncio.TimeoutError:
        print("timed out")
    await asyncio.wait([oven])


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
