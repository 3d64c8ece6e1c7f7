async def quickest(mirrors):
    """Each mirror is an async function that returns its answer."""
    for mirror in mirrors:
        return await mirror()
