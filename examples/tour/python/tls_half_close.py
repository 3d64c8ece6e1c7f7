# clock: real
# ANCHOR: listing
import asyncio

from identity import tls_of_both

HOST = "127.0.0.1"


async def charge(reader, writer):
    words = (await reader.readline()).removesuffix(b"\n")
    writer.write(f"{len(words)} letters".encode())
    writer.close()


async def main():
    office_tls, station_tls = tls_of_both()
    office = await asyncio.start_server(charge, HOST, 0, ssl=office_tls)
    port = office.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection(
        HOST, port, ssl=station_tls, server_hostname="localhost"
    )
    writer.write(b"comet low in the west")
    try:
        writer.write_eof()
    except NotImplementedError:
        print("station: cannot end its half")
        writer.write(b"\n")
    print("office:", (await reader.read()).decode())
    writer.close()
    office.close()
    # ANCHOR_END: listing


asyncio.run(main())
