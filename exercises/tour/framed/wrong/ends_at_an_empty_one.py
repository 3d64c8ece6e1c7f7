import asyncio


async def frames(reader):
    messages = []
    try:
        while length := int.from_bytes(await reader.readexactly(2)):
            messages.append(await reader.readexactly(length))
    except asyncio.IncompleteReadError:
        pass
    return messages
