async def first(fish):
    one = None
    for one in fish:
        pass
    return one
