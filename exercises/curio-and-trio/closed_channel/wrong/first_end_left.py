import trio


async def fishing(fisher, sender):
    async with sender:
        await fisher(sender.send)


async def market(fishers):
    """A fisher is an async function that calls `send(fish)`."""
    sender, receiver = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        for fisher in fishers:
            nursery.start_soon(fishing, fisher, sender.clone())
        return [fish async for fish in receiver]
