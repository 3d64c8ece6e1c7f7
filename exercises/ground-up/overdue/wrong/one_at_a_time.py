import heapq
from itertools import count


class Waits:
    def __init__(self):
        self.waiting = {}  # the task that waits for a socket
        self.heap = []  # (deadline, number, task, socket)
        self.number = count()

    def wait(self, task, sock, deadline):
        self.waiting[sock] = task
        entry = (deadline, next(self.number), task, sock)
        heapq.heappush(self.heap, entry)

    def heard(self, sock):
        return self.waiting.pop(sock)

    def over(self, now):
        tasks = []
        if self.heap and self.heap[0][0] <= now:
            _, _, task, sock = heapq.heappop(self.heap)
            if self.waiting.get(sock) is task:
                tasks.append(self.waiting.pop(sock))
        return tasks
