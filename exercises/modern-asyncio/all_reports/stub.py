async def reports(boats):
    """Each boat is a coroutine that returns its report."""
