"""A loop of tasks, each of which says what it waits for."""

from collections import deque
from select import select


class SelectLoop:
    """Runs its tasks, and sleeps in `select` while all of them wait."""

    def __init__(self):
        self.ready = deque()
        self.waiting = {"recv": {}, "send": {}}
        self.alive = 0

    def spawn(self, task):
        self.ready.append(task)
        self.alive += 1

    def run(self):
        while self.alive:
            while not self.ready:
                self.park()
            task = self.ready.popleft()
            try:
                reason, what = task.send(None)
            except StopIteration:
                self.alive -= 1
                continue
            self.wait(task, reason, what)

    def wait(self, task, reason, sock):
        self.waiting[reason][sock] = task

    def park(self, timeout=None):
        recv, send = self.waiting["recv"], self.waiting["send"]
        readable, writable, _ = select(recv, send, [], timeout)
        self.ready.extend(recv.pop(sock) for sock in readable)
        self.ready.extend(send.pop(sock) for sock in writable)
