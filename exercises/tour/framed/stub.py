async def frames(reader):
    return []
