async def horn(listen):
    """Returns the signal with which `listen` calls its callback."""
