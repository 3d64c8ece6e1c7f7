# clock: real
# python: >=3.13
import asyncio

from console import run


async def serve(reader, writer):
    print("server: has a client")
    await reader.read()
    print("server: its client has gone")
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    _, client = await asyncio.open_connection(*address)
    await asyncio.sleep(0.2)
    server.close()
    try:
        async with asyncio.timeout(1):
            await server.wait_closed()
            print("main: the server is closed")
    except TimeoutError:
        print("main: the server has not closed in a second")
    client.close()


run(main())
