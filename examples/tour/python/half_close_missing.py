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
    try:
        price = await asyncio.wait_for(reader.read(), 0.1)
        print("office:", price.decode())
    except TimeoutError:
        print("no answer")
    # ANCHOR_END: listing
    writer.write_eof()
    await reader.read()
    writer.close()
    office.close()


if __name__ == "__main__":
    asyncio.run(main())
