async def messages(reader):
    return [line.decode().rstrip("\n") async for line in reader]
