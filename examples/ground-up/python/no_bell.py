# clock: real
import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from async_socket import AsyncSocket
from future_loop import FutureLoop, result_of
from service import fib


# ANCHOR: listing
class WatchedLoop(FutureLoop):
    def park(self):
        print("loop: sleeps")
        asleep.set()
        super().park()


def compute():
    asleep.wait()
    return fib(20)


def ask():
    print("pool: fib(20) is there, Heron asks")
    shore.send(b"any berth?")


async def heavy():
    print(f"Gull: fib(20) is {await result_of(future)}")


async def light(client):
    print(f"Heron: {(await client.recv(100)).decode()}")


asleep = Event()
server, shore = socket.socketpair()
loop = WatchedLoop()
with ThreadPoolExecutor(max_workers=1) as pool:
    future = pool.submit(compute)
    loop.spawn(heavy())
    loop.spawn(light(AsyncSocket(server)))
    pool.submit(ask)
    loop.run()
# ANCHOR_END: listing
