"""Sockets whose methods are awaited."""

from functools import partial
from types import coroutine


@coroutine
def wait_for(reason, what):
    yield reason, what


class AsyncSocket:
    """A socket that waits in the loop and never in the system."""

    def __init__(self, sock):
        sock.setblocking(False)
        self.sock = sock

    def wait(self, reason):
        return wait_for(reason, self.sock)

    async def once_ready(self, reason, operation):
        while True:
            await self.wait(reason)
            try:
                return operation()
            except BlockingIOError:
                continue

    async def recv(self, size):
        return await self.once_ready(
            "recv", partial(self.sock.recv, size)
        )

    async def accept(self):
        client, _ = await self.once_ready("recv", self.sock.accept)
        return type(self)(client)

    async def sendall(self, data):
        while data:
            sent = await self.once_ready(
                "send", partial(self.sock.send, data)
            )
            data = data[sent:]

    def close(self):
        self.sock.close()
