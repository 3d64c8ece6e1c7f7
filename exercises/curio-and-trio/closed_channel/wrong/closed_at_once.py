import trio


async def market(fishers):
    """A fisher is an async function that calls `send(fish)`."""
    sender, receiver = trio.open_memory_channel(0)
    async with trio.open_nursery() as nursery:
        for fisher in fishers:
            nursery.start_soon(fisher, sender.send)
        sender.close()
        return [fish async for fish in receiver]
