import trio


async def note(name, order):
    order.append(name)


async def main():
    order = []
    async with trio.open_nursery() as nursery:
        for name in "ABC":
            nursery.start_soon(note, name, order)
    return "".join(order)


orders = {trio.run(main) for _ in range(64)}
print("one order" if len(orders) == 1 else "more than one order")
