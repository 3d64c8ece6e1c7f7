# clock: real
# ANCHOR: listing
import asyncio

HOST = "127.0.0.1"


async def listen(reader, writer):
    while block := await reader.read(1024):
        print("office reads", block.decode().replace("\n", "/"))
        writer.write(b".")
    writer.close()


async def main():
    office = await asyncio.start_server(listen, HOST, 0)
    port = office.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(b"Birk: clear\n")
    writer.write(b"Almer: cloud\nCor")
    await reader.read(1)
    writer.write(b"vo: fog\n")
    await reader.read(1)
    writer.write_eof()
    await reader.read()
    writer.close()
    office.close()
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
