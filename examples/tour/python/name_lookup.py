# clock: real
import asyncio
import socket
from ipaddress import ip_address


async def look_up(name):
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(name, 7, type=socket.SOCK_STREAM)
    except socket.gaierror:
        print(f"{name}: nobody")
        return
    hosts = {ip_address(address[0]) for *_, address in found}
    here = all(host.is_loopback for host in hosts)
    print(f"{name}: {'this machine' if here else 'another one'}")


async def main():
    await look_up("localhost")
    await look_up("comet.invalid")


asyncio.run(main())
