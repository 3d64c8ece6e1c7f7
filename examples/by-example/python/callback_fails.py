import asyncio

from console import run, say


def call(order):
    say(f"shop: calls about the {order.result()}")
    raise OSError("the phone is dead")


def report(loop, context):
    say(f"loop: {context['exception']}")


async def bakery():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(report)
    order = loop.create_future()
    order.add_done_callback(call)
    loop.call_later(2, order.set_result, "rye")
    try:
        say(f"shop: sells a {await order}")
    except OSError as error:
        say(f"shop: {error}")


run(bakery())
