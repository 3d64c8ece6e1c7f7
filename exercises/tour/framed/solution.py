import asyncio


async def frames(reader):
    messages = []
    while True:
        try:
            head = await reader.readexactly(2)
        except asyncio.IncompleteReadError:
            return messages
        length = int.from_bytes(head, "big")
        messages.append(await reader.readexactly(length))
