# clock: real
import socket
from concurrent.futures import ThreadPoolExecutor

from async_socket import AsyncSocket
from select_loop import SelectLoop
from service import fib


# ANCHOR: listing
def in_the_loop(n):
    return fib(n)


def in_the_pool(n):
    return pool.submit(fib, n).result()


async def answer(ferry, client, compute):
    n = int(await client.recv(100))
    print(f"{ferry}: fib({n}) begins")
    print(f"{ferry}: fib({n}) is {compute(n)}")


def run(where, compute):
    print(f"{where}:")
    loop = SelectLoop()
    for ferry, request in [("Gull", b"20"), ("Heron", b"1")]:
        client, server = socket.socketpair()
        client.send(request)
        loop.spawn(answer(ferry, AsyncSocket(server), compute))
    loop.run()


with ThreadPoolExecutor() as pool:
    run("in the loop", in_the_loop)
    run("in the pool", in_the_pool)
# ANCHOR_END: listing
