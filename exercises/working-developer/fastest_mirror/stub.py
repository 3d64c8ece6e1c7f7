async def fastest(mirrors):
    """Each mirror is a coroutine that returns its answer."""
