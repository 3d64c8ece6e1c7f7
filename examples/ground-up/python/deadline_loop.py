"""A loop in which a wait can have a deadline."""

import heapq
import socket
import struct
from itertools import count
from time import monotonic

from async_socket import AsyncSocket, wait_for
from bell_loop import BellLoop


class DeadlineLoop(BellLoop):
    """Sleeps no longer than to the nearest deadline."""

    def __init__(self):
        super().__init__()
        self.waiting["sleep"] = {}
        self.deadlines = []
        self.number = count()

    def wait(self, task, reason, what):
        if reason == "until":
            deadline, reason, what = what
            entry = (deadline, next(self.number), task, reason, what)
            heapq.heappush(self.deadlines, entry)
        super().wait(task, reason, what)

    def park(self):
        timeout = None
        if self.deadlines:
            timeout = max(0, self.deadlines[0][0] - monotonic())
        super().park(timeout)
        while self.deadlines and self.deadlines[0][0] <= monotonic():
            _, _, task, reason, what = heapq.heappop(self.deadlines)
            if self.waiting[reason].get(what) is task:
                self.ready.append(self.waiting[reason].pop(what))


async def wait_until(deadline, reason, what):
    if monotonic() >= deadline:
        raise TimeoutError
    await wait_for("until", (deadline, reason, what))


async def sleep(seconds):
    await wait_until(monotonic() + seconds, "sleep", object())


class PatientSocket(AsyncSocket):
    """A socket that waits until its deadline, if it has one."""

    deadline = None

    def wait(self, reason):
        if self.deadline is None:
            return super().wait(reason)
        return wait_until(self.deadline, reason, self.sock)

    def reset(self):
        """Drops what the peer does not take, when it is closed."""
        at_once = struct.pack("ii", 1, 0)
        self.sock.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, at_once
        )
