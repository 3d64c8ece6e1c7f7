import socket


async def addresses(name):
    items = socket.getaddrinfo(name, None)
    return [address[0] for *_, address in items]
