# clock: real
import socket

from async_socket import AsyncSocket, wait_for
from select_loop import SelectLoop


# ANCHOR: listing
async def read(ferry, signal):
    message = await signal.recv(100)
    print(f"{ferry}: reads {message.decode()}")


async def lighthouse(lamp):
    await wait_for("send", lamp)
    print("lighthouse: blinks")
    print("shore: signals again")
    shore.send(b"low tide")


signal, shore = socket.socketpair()
loop = SelectLoop()
loop.spawn(read("Gull", AsyncSocket(signal)))
loop.spawn(read("Heron", AsyncSocket(signal.dup())))
loop.spawn(lighthouse(shore))
shore.send(b"high tide")
loop.run()
# ANCHOR_END: listing
