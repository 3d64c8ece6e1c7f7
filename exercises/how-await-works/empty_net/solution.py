async def first(fish):
    return next(fish, None)
