import asyncio

from console import run, say


def call(order):
    say(f"shop: your {order.result()} is ready")


async def bakery():
    order = asyncio.get_running_loop().create_future()
    order.add_done_callback(call)

    await asyncio.sleep(2)
    order.set_result("rye")
    say("baker: it is on the shelf")

    await asyncio.sleep(1)
    say("baker: goes home")


run(bakery())
