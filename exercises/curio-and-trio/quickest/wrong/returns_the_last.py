import trio


async def quickest(mirrors):
    """Each mirror is an async function that returns its answer."""
    answer = None

    async def ask(mirror):
        nonlocal answer
        answer = await mirror()

    async with trio.open_nursery() as nursery:
        for mirror in mirrors:
            nursery.start_soon(ask, mirror)
    return answer
