async def ask(look_up):
    """Returns what `look_up()` returns; other tasks run meanwhile."""
    return look_up()
