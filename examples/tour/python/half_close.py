# clock: real
# ANCHOR: listing
import asyncio

HOST = "127.0.0.1"


async def charge(reader, writer):
    letters = 0
    while block := await reader.read(1024):
        letters += len(block)
    writer.write(f"{letters} letters".encode())
    writer.close()


async def main():
    office = await asyncio.start_server(charge, HOST, 0)
    port = office.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection(HOST, port)
    for words in ["comet ", "low ", "in the west"]:
        writer.write(words.encode())
    print("station: has said all")
    writer.write_eof()
    print("office:", (await reader.read()).decode())
    writer.close()
    office.close()
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
