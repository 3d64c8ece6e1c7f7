PENDING = object()


async def crossing(future):
    def wake():
        """Called from any thread, perhaps twice."""

    value = future.poll(wake)
    if value is not PENDING:
        return value
    # Wait for the wake, and poll again.
