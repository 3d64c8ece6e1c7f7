import asyncio


async def ferry(tide):
    print("ferry: waits for the tide")
    await tide
    print("ferry: goes out")


async def harbour_master():
    tide = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(ferry(tide))
    await asyncio.sleep(0)
    print(f"tide: callbacks: {len(tide._callbacks)}")
    tide.set_result(None)
    print("tide: is high")
    await task


asyncio.run(harbour_master())
