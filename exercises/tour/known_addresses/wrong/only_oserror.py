import asyncio
import socket


async def addresses(name):
    loop = asyncio.get_running_loop()
    try:
        items = await loop.getaddrinfo(
            name, None, type=socket.SOCK_STREAM
        )
    except OSError:
        return []
    return [address[0] for *_, address in items]
