# clock: real
# ANCHOR: listing
import asyncio
from contextlib import suppress

HOST = "127.0.0.1"


async def echo(reader, writer):
    with suppress(ConnectionError):
        while block := await reader.read(1024):
            writer.write(block)
            await writer.drain()
    writer.close()


async def report(wire, words):
    reader, writer = wire
    writer.write(words.encode())
    writer.write_eof()
    print("hears", (await reader.read()).decode())
    writer.close()
    await writer.wait_closed()


async def main():
    office = await asyncio.start_server(echo, HOST, 0)
    port = office.sockets[0].getsockname()[1]
    corvo = await asyncio.open_connection(HOST, port)
    birk = await asyncio.open_connection(HOST, port)
    await report(birk, "Birk: clear")
    await report(corvo, "Corvo: fog")
    office.close()
    # ANCHOR_END: listing


async def serve():
    office = await asyncio.start_server(echo, HOST, 0)
    print(office.sockets[0].getsockname()[1], flush=True)
    await office.serve_forever()


async def call(port):
    wire = await asyncio.open_connection(HOST, port)
    await report(wire, "Almer: cloud")


if __name__ == "__main__":
    import sys

    match sys.argv[1:]:
        case ["serve"]:
            asyncio.run(serve())
        case ["call", port]:
            asyncio.run(call(int(port)))
        case _:
            asyncio.run(main())
