def pause():
    """Gives the turn away once."""
    yield
