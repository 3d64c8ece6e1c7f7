"""Visits a server of the chapter roughly."""

import mmap
import socket
import struct
import subprocess

from service import start

NO_NUMBER = b"error: send a whole number from 0 to 40\n"
TOO_LONG = b"error: line too long\n"
BROKEN_AFTER = 20  # seconds without a reply: the test has failed
RESET = struct.pack("ii", 1, 0)


class Server:
    """A server in a thread, on a free port."""

    def __init__(self, serve):
        self.listener = socket.create_server(("127.0.0.1", 0))
        start(serve, self.listener)

    def client(self):
        address = self.listener.getsockname()
        return socket.create_connection(address, BROKEN_AFTER)

    def replies(self, sent):
        """Sends all of that, and returns all that comes back."""
        with self.client() as client:
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
            with client.makefile("rb") as stream:
                return stream.read()


def ask(client, line):
    client.sendall(line)
    return hear(client)


def hear(client):
    reply = b""
    while not reply.endswith(b"\n"):
        byte = client.recv(1)
        if not byte:
            raise ConnectionError("the server hung up")
        reply += byte
    return reply


def interrupt(process, sent):
    """Returns what it prints until it ends.

    A signal that comes in the moment before a process waits in the
    kernel does not end the wait. Then one more is sent.
    """
    while True:
        process.send_signal(sent)
        try:
            return process.communicate(timeout=10)[0]
        except subprocess.TimeoutExpired:
            pass


def occupy_a_worker(address):
    """A job that is over when the other end hangs up."""
    with socket.create_connection(address) as told:
        told.recv(1)


def echo_in_memory(path):
    """A job that computes until the memory's second byte is set, and
    then sets the third."""
    with (
        open(path, "r+b") as file,
        mmap.mmap(file.fileno(), 3) as shared,
    ):
        shared[0] = 1
        while not shared[1]:
            pass
        shared[2] = 1


def leave(client, reset):
    """Closes the connection, or resets it."""
    if reset:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    client.close()


def what_is_no_number_is_refused(test, server):
    lines = [b"", b"ferry", b"-1", b"+1", b"1.5", b"1 2", b"41", b"1_0"]
    lines += [b"4294967296", b"18446744073709551616", b"9" * 64]
    lines += [b"\xff\xfe", b"\0", "\u0664".encode()]
    for line in lines:
        with test.subTest(line=line):
            replies = server.replies(line + b"\n7\n")
            test.assertEqual(replies, NO_NUMBER + b"13\n")


def clients_leave_in_the_middle(test, server):
    middles = [b"", b"1", b"10\n", b"10\n10\n1", b"10\n10\n10\n"]
    for sent in [*middles, b"7" * 65]:
        for reset in [False, True]:
            with test.subTest(sent=sent, reset=reset):
                client = server.client()
                client.sendall(sent)
                leave(client, reset)
                test.assertEqual(server.replies(b"10\n"), b"55\n")


def rough_clients_harm_nobody(test, server):
    """All that one client after the other can do to it."""
    what_is_no_number_is_refused(test, server)
    clients_leave_in_the_middle(test, server)
    test.assertEqual(server.replies(b"7" * 65), TOO_LONG)
    test.assertEqual(server.replies(b"7" * 1_000_000), TOO_LONG)
    test.assertEqual(server.replies(b"10\n10"), b"55\n")
    test.assertEqual(
        server.replies(b" 10\t\r\n0040x\n00\n"),
        b"55\n" + NO_NUMBER + b"0\n",
    )
