import asyncio

from console import run, say


async def office(orders):
    now = asyncio.get_running_loop().time
    while order := await orders.get():
        number, came = order
        await asyncio.sleep(0.7)
        took = now() - came
        late = ", too late" if took > 2.5 else ""
        say(f"order {number}: {took:.1f} s{late}")


async def main():
    now = asyncio.get_running_loop().time
    orders = asyncio.Queue(2)
    worker = asyncio.create_task(office(orders))
    for number in range(1, 8):
        try:
            orders.put_nowait((number, now()))
        except asyncio.QueueFull:
            say(f"order {number}: try later")
        await asyncio.sleep(0.2)
    await orders.put(None)
    await worker


run(main())
