# clock: real
import asyncio
import socket


async def answer(connection):
    loop = asyncio.get_running_loop()
    with connection:
        while block := await loop.sock_recv(connection, 1024):
            await loop.sock_sendall(connection, block)


async def serve(listener):
    loop = asyncio.get_running_loop()
    while True:
        connection, _ = await loop.sock_accept(listener)
        await answer(connection)


async def main():
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    server = asyncio.create_task(serve(listener))
    address = listener.getsockname()
    _, north = await asyncio.open_connection(*address)
    hears, south = await asyncio.open_connection(*address)
    south.write(b"clear sky\n")
    answered = asyncio.create_task(hears.readline())
    done, _ = await asyncio.wait([answered], timeout=0.2)
    if not done:
        print("South gets no answer")
    north.close()
    print("North hangs up")
    print("South hears", (await answered).decode().strip())
    south.close()
    server.cancel()


asyncio.run(main())
