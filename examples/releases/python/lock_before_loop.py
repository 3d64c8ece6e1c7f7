# clock: real
# python: >=3.6
import asyncio

oven = asyncio.Lock()


async def bake(loaf):
    async with oven:
        await asyncio.sleep(0)
        print("baked", loaf)


async def main():
    rye = asyncio.ensure_future(bake("rye"))
    wheat = asyncio.ensure_future(bake("wheat"))
    await asyncio.wait([rye, wheat])
    if wheat.exception():
        print(type(wheat.exception()).__name__)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
