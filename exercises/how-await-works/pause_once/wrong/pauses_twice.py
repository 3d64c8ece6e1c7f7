import types


@types.coroutine
def pause():
    """Gives the turn away once."""
    yield
    yield
