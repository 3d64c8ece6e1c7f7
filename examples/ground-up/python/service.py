"""The fib service: what its servers share, and who visits them.

A client sends a line with a whole number n, and is sent a line with
fib(n), as often as it likes.
"""

import signal
import socket
import sys
import threading
from contextlib import suppress

# ANCHOR: service
LARGEST = 40
LONGEST_LINE = 64


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def answer(line):
    if not line.endswith(b"\n"):
        return b"error: line too long\n"
    number = line.strip(b" \t\r\n")
    if not number.isdigit() or int(number) > LARGEST:
        return b"error: send a whole number from 0 to 40\n"
    return b"%d\n" % fib(int(number))


# ANCHOR_END: service


def is_heavy(line):
    """Whether the reply takes long to compute."""
    number = line.strip(b" \t\r\n")
    return number.isdigit() and 20 < int(number) <= LARGEST


def patience():
    """How many seconds a client may be silent: the second argument."""
    return float(sys.argv[2]) if len(sys.argv) > 2 else 10.0


# ANCHOR: lines
def lines(client):
    """Yields what a client sends, and ends with the client.

    A line that is too long is yielded without an end, as the last.
    """
    with client.makefile("rb") as stream:
        while line := stream.readline(LONGEST_LINE + 1):
            if line.endswith(b"\n"):
                yield line
            elif len(line) > LONGEST_LINE:
                yield line
                return hang_up(client, stream)


# ANCHOR_END: lines


def hang_up(client, stream):
    """Closed with bytes unread, the connection would be reset, and
    the last reply could be lost on its way."""
    client.shutdown(socket.SHUT_WR)
    while stream.read1(65536):
        pass


def run(serve, visit):
    """Serves the port on the command line until interrupted.

    Without a port: serves a free one, for the time of a visit.
    """
    port = int(sys.argv[1]) if len(sys.argv) > 1 else None
    listener = socket.create_server(("127.0.0.1", port or 0))
    if port is None:
        start(serve, listener)
        visit(listener.getsockname())
    else:
        serve_until_interrupted(serve, listener)


def start(serve, listener):
    """Serves in a thread, to which the listener belongs from now on.

    Both end with the program. Closed before, the listener would end
    the server while the program ends, which does not wait for it.
    """
    threading.Thread(target=serve, args=[listener], daemon=True).start()


def serve_until_interrupted(serve, listener):
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with listener, suppress(KeyboardInterrupt):
        print(f"port {listener.getsockname()[1]}", flush=True)
        serve(listener)


class Ferry:
    """A client that says aloud what it asks and what it hears."""

    def __init__(self, name, address):
        self.name = name
        self.socket = socket.create_connection(address)
        self.stream = self.socket.makefile("rb")

    def say(self, line):
        print(f"{self.name}: {line}", flush=True)

    def send(self, n):
        self.say(f"asks for fib({n})")
        self.socket.sendall(b"%d\n" % n)

    def hear(self):
        self.say(f"hears {self.stream.readline().decode().strip()}")

    def ask(self, n):
        self.send(n)
        self.hear()

    def leave(self):
        self.say("leaves")
        self.stream.close()
        self.socket.close()
