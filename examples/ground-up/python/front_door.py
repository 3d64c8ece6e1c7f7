"""The door of the finished service, and the clients who come through."""

import os
import socket
from errno import EMFILE, ENFILE
from time import monotonic

from deadline_loop import PatientSocket, sleep
from service import LONGEST_LINE

A_MOMENT = 0.1
# How many may stand before the door; the system may allow fewer.
QUEUE = 1024
SELECT_LIMIT = 1024


class FrontDoor:
    """A listener that keeps a descriptor for the one client too many."""

    def __init__(self, listener):
        listener.listen(QUEUE)
        # Its own, which nobody else can close.
        self.listener = PatientSocket(listener.dup())
        self.spare = open_spare()

    # ANCHOR: door
    async def next(self):
        """The next client for whom there is a descriptor."""
        while True:
            try:
                client = await self.listener.accept()
            except OSError as error:
                if not (is_full(error) and self.send_away()):
                    await sleep(A_MOMENT)
                continue
            if client.sock.fileno() < SELECT_LIMIT:
                return Client(client)
            tell_full(client.sock)

    def send_away(self):
        """Gives the spare to the client, and takes it back."""
        if self.spare:
            self.spare.close()
        try:
            client, _ = self.listener.sock.accept()
            tell_full(client)
            return True
        except OSError:
            return False
        finally:
            self.spare = open_spare()

    # ANCHOR_END: door

    def close(self):
        self.listener.close()
        if self.spare:
            self.spare.close()


def open_spare():
    try:
        return open(os.devnull)
    except OSError:
        return None


def is_full(error):
    return error.errno in (EMFILE, ENFILE)


def tell_full(client):
    """Closed with bytes unread, the connection is reset: what is there
    already is read, and nothing is waited for."""
    with client:
        client.setblocking(False)
        try:
            client.send(b"error: too many clients\n")
            client.shutdown(socket.SHUT_WR)
            client.recv(65536)
        except OSError:
            pass  # nothing is there, or the client has left


class Refused(Exception):
    """Its text is the reason that the client is told."""


class Client:
    """A client, whose lines come one by one."""

    def __init__(self, socket):
        self.socket = socket
        self.unread = b""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        """A client that has left, or does not listen, is no error."""
        gone = isinstance(error, OSError)
        if gone:
            self.socket.reset()
        self.socket.close()
        return gone

    # ANCHOR: client
    async def next_line(self, patience):
        """The next line; empty, when the client has sent its last."""
        self.socket.deadline = monotonic() + patience
        while b"\n" not in self.unread[: LONGEST_LINE + 1]:
            if len(self.unread) > LONGEST_LINE:
                raise Refused("line too long")
            try:
                more = await self.socket.recv(4096)
            except TimeoutError:
                raise Refused("no line in time") from None
            if not more and self.unread:
                raise Refused("the last line has no end")
            if not more:
                return b""
            self.unread += more
        line, end, self.unread = self.unread.partition(b"\n")
        return line + end

    async def send(self, reply, patience):
        """Sends all of it, in the pieces that there is room for."""
        self.socket.deadline = monotonic() + patience
        await self.socket.sendall(reply)

    # ANCHOR_END: client

    async def refuse(self, reason, patience):
        """Says why, and reads until the client has left: closed with
        bytes unread, the connection would be reset, and the reason
        could be lost on its way."""
        await self.send(f"error: {reason}\n".encode(), patience)
        self.socket.sock.shutdown(socket.SHUT_WR)
        while await self.socket.recv(65536):
            pass
