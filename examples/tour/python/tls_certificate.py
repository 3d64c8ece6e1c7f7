# clock: real
import asyncio
import shutil
import ssl
import sys
from contextlib import closing, suppress

from identity import identity_of_localhost

HOST = "127.0.0.1"


# ANCHOR: listing
async def note(reader, writer):
    with closing(writer), suppress(OSError, ValueError):
        report = (await reader.readline()).decode().strip()
        writer.write(f"noted {report}\n".encode())
        await writer.drain()


async def report(port, known, words):
    reader, writer = await asyncio.open_connection(
        HOST, port, ssl=known, server_hostname="localhost"
    )
    with closing(writer):
        writer.write(f"{words}\n".encode())
        print("office:", (await reader.read()).decode().strip())


async def open_office(certificate, key):
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    return await asyncio.start_server(note, HOST, 0, ssl=tls, limit=64)


async def main():
    with identity_of_localhost() as (certificate, key):
        office = await open_office(certificate, key)
        informed = ssl.create_default_context(cafile=certificate)
    port = office.sockets[0].getsockname()[1]
    try:
        await report(port, ssl.create_default_context(), "Corvo: fog")
    except ssl.SSLError as error:
        print("Corvo:", error.reason)
    await report(port, informed, "Birk: clear")
    office.close()
    # ANCHOR_END: listing


async def serve(copy):
    with identity_of_localhost() as (certificate, key):
        office = await open_office(certificate, key)
        shutil.copy(certificate, copy)
    print(office.sockets[0].getsockname()[1], flush=True)
    await office.serve_forever()


async def call(port, certificate):
    informed = ssl.create_default_context(cafile=certificate)
    await report(port, informed, "Almer: cloud")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", copy]:
            asyncio.run(serve(copy))
        case ["call", port, certificate]:
            asyncio.run(call(int(port), certificate))
        case _:
            asyncio.run(main())
