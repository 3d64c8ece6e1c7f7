# clock: real
# python: >=3.6
import asyncio


async def main():
    try:
        await asyncio.wait_for(asyncio.sleep(3600), 0)
    except TimeoutError:
        print("caught as TimeoutError")
    except asyncio.TimeoutError:
        print("caught as asyncio.TimeoutError only")


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
