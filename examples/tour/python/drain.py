# clock: real
# ANCHOR: listing
import asyncio
import socket

HOST = "127.0.0.1"


PLATE = bytes(65536)


async def send_all(writer):
    for _ in range(1000):
        writer.write(PLATE)


async def send_with_drain(writer):
    for _ in range(1000):
        writer.write(PLATE)
        await writer.drain()


async def main():
    office = socket.create_server((HOST, 0))  # accepts nobody
    port = office.getsockname()[1]
    for send in (send_all, send_with_drain):
        _, writer = await asyncio.open_connection(HOST, port)
        try:
            await asyncio.wait_for(send(writer), 0.1)
            print(send.__name__, "is done")
        except TimeoutError:
            print(send.__name__, "waits")
        held = writer.transport.get_write_buffer_size()
        print("holds more than half of it:", held > 500 * len(PLATE))
        writer.transport.abort()
    office.close()
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
