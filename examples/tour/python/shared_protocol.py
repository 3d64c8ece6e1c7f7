# clock: real
# ANCHOR: listing
import asyncio

HOST = "127.0.0.1"


class Office(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        transport.write(b"office here\n")

    def data_received(self, block):
        self.transport.write(block)


async def main():
    loop, office = asyncio.get_running_loop(), Office()
    server = await loop.create_server(lambda: office, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    birk_hears, birk = await asyncio.open_connection(HOST, port)
    await birk_hears.readline()
    corvo_hears, corvo = await asyncio.open_connection(HOST, port)
    await corvo_hears.readline()
    birk.write(b"Birk: clear\n")
    line = await corvo_hears.readline()
    print("Corvo hears", line.decode().strip())
    # ANCHOR_END: listing
    birk.close()
    corvo.close()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
