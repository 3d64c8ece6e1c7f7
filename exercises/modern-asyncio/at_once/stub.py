def begin(job):
    """Starts a coroutine at once."""
