# clock: real
import socket
import threading

from select_loop import SelectLoop


# ANCHOR: listing
def read(ferry, signal):
    yield "recv", signal
    print(f"{ferry}: reads {signal.recv(100).decode()}")


def lighthouse(lamp):
    yield "send", lamp
    print("lighthouse: blinks")


def signal_again():
    print("shore: signals again")
    shore.send(b"low tide")


signal, shore = socket.socketpair()
loop = SelectLoop()
loop.spawn(read("Gull", signal))
loop.spawn(read("Heron", signal.dup()))
loop.spawn(lighthouse(shore))
shore.send(b"high tide")
threading.Timer(0.1, signal_again).start()
loop.run()
# ANCHOR_END: listing
