# clock: real
import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    caller = "127.0.0.1", 7
    name, _ = await loop.getnameinfo(caller, socket.NI_NUMERICSERV)
    print(f"by name: {name}")
    numbers = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
    host, port = await loop.getnameinfo(caller, numbers)
    print(f"by number: {host}, {port}")


asyncio.run(main())
