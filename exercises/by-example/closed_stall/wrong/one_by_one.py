async def prices(stalls):
    """Each stall is a coroutine; a closed one raises LookupError."""
    found = []
    for stall in stalls:
        try:
            found.append(await stall)
        except LookupError:
            found.append(None)
    return found
