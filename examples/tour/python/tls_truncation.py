# clock: real
# ANCHOR: listing
import asyncio

from identity import tls_of_both

HOST = "127.0.0.1"


async def main():
    noted = asyncio.Queue()

    async def note(reader, writer):
        writer.write(b"go on")
        print("office:", (await reader.read()).decode())
        writer.close()
        noted.put_nowait(True)

    office_tls, station_tls = tls_of_both()
    office = await asyncio.start_server(note, HOST, 0, ssl=office_tls)
    port = office.sockets[0].getsockname()[1]
    for cut in [False, True]:
        reader, writer = await asyncio.open_connection(
            HOST, port, ssl=station_tls, server_hostname="localhost"
        )
        await reader.readexactly(5)
        writer.write(b"no comet")
        if cut:
            writer.transport.abort()
        else:
            writer.write(b" in the west")
            writer.close()
        await noted.get()
    office.close()
    # ANCHOR_END: listing


asyncio.run(main())
