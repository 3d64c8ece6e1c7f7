# clock: real
# ANCHOR: listing
import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Event


async def connect(host, port):
    try:
        async with asyncio.timeout(0.3):
            _, writer = await asyncio.open_connection(host, port)
        print(f"{host}: connected")
        writer.close()
    except TimeoutError:
        print(f"{host}: waits")


async def main():
    loop, finish = asyncio.get_running_loop(), Event()
    loop.set_default_executor(ThreadPoolExecutor(1))
    slow_job = loop.run_in_executor(None, finish.wait)
    with socket.create_server(("127.0.0.1", 0)) as office:
        port = office.getsockname()[1]
        await connect("localhost", port)
        await connect("127.0.0.1", port)
    finish.set()
    await slow_job
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
