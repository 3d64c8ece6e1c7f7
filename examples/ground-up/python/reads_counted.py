# clock: real
import asyncio
import socket


class Counted(socket.socket):
    reads = 0

    def recv(self, size, flags=0):
        self.reads += 1
        return super().recv(size, flags)


def counted_pair():
    client, server = socket.socketpair()
    server = Counted(server.family, server.type, fileno=server.detach())
    client.setblocking(False)
    server.setblocking(False)
    return client, server


# ANCHOR: listing
REQUESTS = 10


async def ask(client):
    loop = asyncio.get_running_loop()
    for _ in range(REQUESTS):
        await loop.sock_sendall(client, b"fib 7")
        await loop.sock_recv(client, 64)


async def read_first(server):
    loop = asyncio.get_running_loop()
    for _ in range(REQUESTS):
        await loop.sock_recv(server, 64)
        await loop.sock_sendall(server, b"13")


async def wait_first(server):
    reader, writer = await asyncio.open_connection(sock=server)
    for _ in range(REQUESTS):
        await reader.read(64)
        writer.write(b"13")
    writer.close()


async def main():
    for serve in [read_first, wait_first]:
        client, server = counted_pair()
        with client, server:
            await asyncio.gather(serve(server), ask(client))
        print(f"{serve.__name__}: {server.reads} reads")


asyncio.run(main())
# ANCHOR_END: listing
