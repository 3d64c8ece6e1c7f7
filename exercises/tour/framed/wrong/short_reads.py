async def frames(reader):
    messages = []
    while head := await reader.read(2):
        length = int.from_bytes(head, "big")
        messages.append(await reader.read(length))
    return messages
