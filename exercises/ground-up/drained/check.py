import socket

from answer import drain
from exam import Wrong, expect


def check():
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.sendall(b"x" * 40)
    try:
        got = drain(ours)
    except BlockingIOError:
        raise Wrong(
            "All bytes are read, and `drain` fails with BlockingIOError: "
            "it is the sign that nothing is left for now."
        ) from None
    expect(
        len(got) == 40,
        f"40 bytes are there, and `drain` returns {len(got)}: "
        "read until nothing is left.",
    )
    theirs.sendall(b"end")
    theirs.close()
    last = drain(ours)
    expect(
        last == b"end",
        f"The other end sends b'end' and closes, and `drain` returns {last}.",
    )
