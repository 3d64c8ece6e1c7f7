async def first(fish):
    try:
        return next(fish)
    except RuntimeError:
        return None
