"""A loop that wakes up when a future is done."""

import socket

from future_loop import FutureLoop


class BellLoop(FutureLoop):
    """Listens to a bell whenever it sleeps."""

    def __init__(self):
        super().__init__()
        self.bell, self.rope = socket.socketpair()
        self.rope.setblocking(False)
        self.ready.append(self.listen())

    def listen(self):
        while True:
            yield "recv", self.bell
            self.bell.recv(4096)

    def future_done(self, task):
        super().future_done(task)
        try:
            self.rope.send(b"!")
        except BlockingIOError:
            pass  # the rope is full, so the loop will wake anyway

    def close(self):
        self.bell.close()
        self.rope.close()
