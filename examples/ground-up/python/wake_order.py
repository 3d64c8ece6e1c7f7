# clock: real
import asyncio


async def ferry(name, berth):
    print(f"{name}: waits for the tide")
    number = await berth
    print(f"{name}: takes berth {number}")
    return number


async def tide(gull, heron):
    print("tide: is high")
    heron.set_result(2)
    gull.set_result(1)


async def harbour_master():
    loop = asyncio.get_running_loop()
    to_gull, to_heron = loop.create_future(), loop.create_future()
    gull = asyncio.create_task(ferry("Gull", to_gull))
    heron = asyncio.create_task(ferry("Heron", to_heron))
    turning = asyncio.create_task(tide(to_gull, to_heron))
    print("harbour master: nobody has moved")
    taken = [await gull, await heron]
    print(f"harbour master: berths taken {taken}")
    await turning


asyncio.run(harbour_master())
