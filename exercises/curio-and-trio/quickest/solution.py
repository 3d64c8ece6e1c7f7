import trio


async def quickest(mirrors):
    """Each mirror is an async function that returns its answer."""
    answers = []

    async def ask(mirror):
        answers.append(await mirror())
        nursery.cancel_scope.cancel()

    async with trio.open_nursery() as nursery:
        for mirror in mirrors:
            nursery.start_soon(ask, mirror)
    return answers[0]
