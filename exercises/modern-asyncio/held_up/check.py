import asyncio

from answer import held_up
from exam import expect, run

WAITERS = {"billing", "main", "sales", "shipping"}


async def ship(stock):
    await stock


async def bill(stock):
    await asyncio.shield(stock)


async def sell(shipping):
    await asyncio.gather(shipping)


async def main(stock):
    async with asyncio.TaskGroup() as group:
        shipping = group.create_task(ship(stock), name="shipping")
        group.create_task(bill(stock), name="billing")
        group.create_task(sell(shipping), name="sales")


async def service():
    delivery = asyncio.Event()
    stock = asyncio.create_task(delivery.wait(), name="stock")
    clock = asyncio.create_task(asyncio.sleep(5), name="clock")
    service = asyncio.create_task(main(stock), name="main")
    await asyncio.sleep(1)
    found = held_up(stock), held_up(clock)
    delivery.set()
    await asyncio.wait([service, clock])
    return found


def listed(names):
    return ", ".join(sorted(names))


def check():
    found, idle = run(service())
    expect(
        isinstance(found, set),
        f"`held_up` returns {found!r}: it should return a set of names.",
    )
    expect(
        "stock" not in found,
        "`held_up('stock')` names 'stock' itself, and it should name the "
        "tasks that wait for it.",
    )
    expect(
        "clock" not in found,
        "`held_up('stock')` names the task 'clock', which does not wait "
        "for 'stock'.",
    )
    expect(
        found >= WAITERS,
        f"`held_up('stock')` misses {listed(WAITERS - found)}: follow the "
        "graph further, to tasks that await a task that awaits 'stock'.",
    )
    expect(
        found == WAITERS,
        "These names do not belong to tasks that wait for 'stock': "
        f"{listed(found - WAITERS)}.",
    )
    expect(
        idle == set(),
        f"No task awaits the task 'clock', and `held_up` names {idle}.",
    )
