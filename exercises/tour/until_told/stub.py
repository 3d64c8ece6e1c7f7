async def until_told(work):
    await work
    return "done"
