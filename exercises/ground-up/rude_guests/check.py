import socket

from answer import serve
from exam import Wrong, expect


class Client(socket.socket):
    """The server's end of a connection whose bytes come in pieces."""

    def __init__(self, *pieces, reading=None, writing=None):
        ours, self.peer = socket.socketpair()
        super().__init__(fileno=ours.detach())
        self.pieces = list(pieces)
        self.reading, self.writing = reading, writing
        self.answers = b""

    def arrive(self):
        if self.pieces:
            self.peer.sendall(self.pieces.pop(0))
        elif self.reading:
            raise self.reading
        else:
            self.peer.shutdown(socket.SHUT_WR)

    def recv(self, *arguments):
        self.arrive()
        return super().recv(*arguments)

    def recv_into(self, *arguments):
        self.arrive()
        return super().recv_into(*arguments)

    def sendall(self, data):
        if self.writing:
            raise self.writing
        self.answers += data

    def send(self, data):
        self.sendall(data)
        return len(data)


class Listener:
    def __init__(self, *clients):
        self.clients, self.failures = list(clients), 0

    def accept(self):
        if self.clients:
            return self.clients.pop(0), "an address"
        self.failures += 1
        if self.failures > 3:
            raise Wrong(
                "`accept` fails, and `serve` calls it again and again: "
                "only the errors of a client may be suppressed."
            )
        raise OSError("no descriptor is left")


def served(*clients):
    """Serves them, and returns the error that leaves `serve`."""
    listener = Listener(*clients)
    try:
        serve(listener)
    except OSError as error:
        return None if listener.failures else error
    return None


def check():
    gull = Client(b"ten", b"der\n", b"rope\nknife\n")
    served(gull)
    expect(
        not gull.answers.startswith(b"you say: tenyou"),
        "Gull sends one line in two pieces, and they are answered as two "
        "requests: read up to the line's end.",
    )
    expect(
        gull.answers
        == b"you say: tender\nyou say: rope\nyou say: knife\n",
        "Gull sends the lines tender, rope and knife, and is sent "
        f"{gull.answers}.",
    )

    heron = Client(b"ten", reading=ConnectionResetError("reset"))
    swan = Client(b"swan\n")
    error = served(heron, swan)
    expect(
        error is None,
        "Heron resets her connection, and the error leaves `serve`: "
        "the clients behind her are not served.",
    )
    expect(
        swan.answers,
        "Heron resets her connection, and the service ends without an "
        "error: the clients behind her are not served.",
    )

    tern = Client(b"tern\n", writing=OSError("not connected"))
    swan = Client(b"swan\n")
    error = served(tern, swan)
    expect(
        error is None and swan.answers,
        'Tern has left, and a call fails with an error that says "not '
        'connected", and it leaves `serve`: a reset is not the only error '
        "of a client that has left.",
    )

    listener = Listener()
    try:
        serve(listener)
    except OSError:
        return
    raise Wrong(
        "`accept` fails, and `serve` returns without an error: "
        "whoever has started the server should hear of it."
    )
