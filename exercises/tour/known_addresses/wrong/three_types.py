import asyncio
import socket


async def addresses(name):
    loop = asyncio.get_running_loop()
    try:
        items = await loop.getaddrinfo(name, None)
    except (OSError, UnicodeError):
        return []
    return [address[0] for *_, address in items]
