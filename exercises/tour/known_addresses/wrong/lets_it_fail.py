import asyncio
import socket


async def addresses(name):
    loop = asyncio.get_running_loop()
    items = await loop.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return [address[0] for *_, address in items]
