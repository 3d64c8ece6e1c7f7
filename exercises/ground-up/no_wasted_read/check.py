from answer import Source
from exam import expect


class Socket:
    """Has what has come, and counts its reads."""

    def __init__(self):
        self.there, self.is_closed, self.reads = b"", False, 0

    def recv(self, size):
        self.reads += 1
        if not self.there and not self.is_closed:
            raise BlockingIOError
        part, self.there = self.there[:size], self.there[size:]
        return part


def check():
    socket = Socket()
    source = Source(socket)
    parts = []
    for request in b"tide?", b"wind?":
        socket.there = request
        source.notify()
        parts += [source.poll_read(64), source.poll_read(64)]
    expect(
        parts[2] == b"wind?",
        "New bytes have come, and `poll_read` still waits: "
        "`notify` has to clear the flag.",
    )
    expect(
        parts == [b"tide?", None, b"wind?", None],
        f"Two requests have come, and four reads return {parts}.",
    )
    expect(
        socket.reads == 2,
        f"Two requests have come, and {socket.reads} reads were needed: "
        "a read that gets less than it asked for has taken all.",
    )
    socket.there = b"eight by"
    source.notify()
    parts = [source.poll_read(5), source.poll_read(5)]
    expect(
        parts == [b"eight", b" by"],
        "The read has filled its buffer, and the next one waits although "
        "3 bytes are left: only a short read has taken all.",
    )
    socket.is_closed = True
    source.notify()
    parts = [source.poll_read(5), source.poll_read(5)]
    expect(
        parts == [b"", b""],
        "The other end has closed, and a second read waits for news that "
        "never come: a read of 0 bytes is the end.",
    )
