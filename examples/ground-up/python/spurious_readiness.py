# clock: real
import socket
import threading
import time

from select_loop import SelectLoop


# ANCHOR: listing
def read(ferry, signal):
    yield "recv", signal
    print(f"{ferry}: reads {signal.recv(100).decode()}")
    has_read.set()


def lighthouse(lamp):
    yield "send", lamp
    print("lighthouse: blinks")


def signal_again():
    has_read.wait()
    time.sleep(0.1)
    print("shore: signals again")
    shore.send(b"low tide")


has_read = threading.Event()
signal, shore = socket.socketpair()
loop = SelectLoop()
loop.spawn(read("Gull", signal))
loop.spawn(read("Heron", signal.dup()))
loop.spawn(lighthouse(shore))
shore.send(b"high tide")
threading.Thread(target=signal_again).start()
loop.run()
# ANCHOR_END: listing
