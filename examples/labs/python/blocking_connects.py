# clock: real
import asyncio
import socket

from console import run


async def serve(server):
    loop = asyncio.get_running_loop()
    while True:
        client, _ = await loop.sock_accept(server)
        client.close()


async def call(address):
    for _ in range(10):
        socket.create_connection(address, timeout=0.5).close()
    return "all ten are connected"


async def main():
    with socket.create_server(("127.0.0.1", 0), backlog=1) as server:
        server.setblocking(False)
        serving = asyncio.create_task(serve(server))
        await asyncio.sleep(0)
        try:
            print(await call(server.getsockname()))
        except TimeoutError:
            print("a connect is stuck, and so is the loop")
        serving.cancel()


run(main())
