# clock: real
# ANCHOR: listing
import asyncio
from functools import partial


class Office(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, block):
        self.transport.write(block)


class Station(asyncio.Protocol):
    def __init__(self, words, hung_up):
        self.words, self.hung_up = words, hung_up

    def connection_made(self, transport):
        print("connected")
        transport.write(self.words)
        transport.write_eof()

    def data_received(self, block):
        print("hears", block.decode())

    def connection_lost(self, error):
        print("hung up:", error)
        self.hung_up.set()


async def main():
    loop, hung_up = asyncio.get_running_loop(), asyncio.Event()
    office = await loop.create_server(Office, HOST, 0)
    birk = partial(Station, b"Birk: clear", hung_up)
    port = office.sockets[0].getsockname()[1]
    await loop.create_connection(birk, HOST, port)
    await hung_up.wait()
    office.close()
    # ANCHOR_END: listing


HOST = "127.0.0.1"


async def serve():
    loop = asyncio.get_running_loop()
    office = await loop.create_server(Office, HOST, 0)
    print(office.sockets[0].getsockname()[1], flush=True)
    await office.serve_forever()


if __name__ == "__main__":
    import sys

    asyncio.run(serve() if sys.argv[1:] == ["serve"] else main())
