import asyncio
from functools import partial

from console import run, say


async def bake(order):
    await asyncio.sleep(2)
    order.set_result("rye")
    say("baker: it is on the shelf")


def call(customer, order):
    say(f"shop: {customer}, your {order.result()} is ready")


async def bakery():
    order = asyncio.get_running_loop().create_future()
    order.add_done_callback(partial(call, "Ada"))
    baker = asyncio.create_task(bake(order))

    loaf = await order
    say(f"shop: sells a {loaf}")
    await baker


run(bakery())
