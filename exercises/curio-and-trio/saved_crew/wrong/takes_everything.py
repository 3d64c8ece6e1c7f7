import trio


async def voyage(boats):
    """Each boat is an async function."""
    sunk = []
    try:
        async with trio.open_nursery() as nursery:
            for boat in boats:
                nursery.start_soon(boat)
    except* Exception as group:
        sunk = sorted(map(str, group.exceptions))
    return sunk
