# clock: real
import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from console import run

REPORT = bytes(4_000_000)


def read(wire):
    received = 0
    while part := wire.recv(65536):
        received += len(part)
    return "all" if received == len(REPORT) else "a part"


async def send(wire):
    _, writer = await asyncio.open_connection(sock=wire)
    writer.write(REPORT)
    writer.close()
    await writer.wait_closed()
    print("main: the report is written")


near, far = socket.socketpair()
with ThreadPoolExecutor() as pool:
    office = pool.submit(read, far)
    run(send(near))
    near.close()
    print(f"office: has {office.result()} of the report")
