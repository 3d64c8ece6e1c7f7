# clock: real
# ANCHOR: listing
import asyncio
from contextlib import suppress

HOST = "127.0.0.1"


async def note(reader, writer):
    with suppress(ConnectionError):
        try:
            while line := await reader.readline():
                report = line.decode().strip()
                writer.write(f"noted {report}\n".encode())
                await writer.drain()
        except ValueError:  # too long, or not text
            writer.write(b"no report\n")
    writer.close()


async def report(port, *pieces):
    reader, writer = await asyncio.open_connection(HOST, port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    writer.write_eof()
    async for line in reader:
        print("office:", line.decode().strip())
    writer.close()


async def main():
    office = await asyncio.start_server(note, HOST, 0, limit=64)
    port = office.sockets[0].getsockname()[1]
    await report(port, b"Birk: cl", b"ear\nCorvo: f", b"og\n")
    await report(port, b"\xff" * 65)
    office.close()
    # ANCHOR_END: listing


async def serve():
    office = await asyncio.start_server(note, HOST, 0, limit=64)
    print(office.sockets[0].getsockname()[1], flush=True)
    await office.serve_forever()


if __name__ == "__main__":
    import sys

    match sys.argv[1:]:
        case ["serve"]:
            asyncio.run(serve())
        case ["call", port]:
            asyncio.run(report(int(port), b"Almer: cl", b"oud\n"))
        case _:
            asyncio.run(main())
