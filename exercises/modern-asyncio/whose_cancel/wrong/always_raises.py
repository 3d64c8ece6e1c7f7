async def ask(helper):
    return await helper
