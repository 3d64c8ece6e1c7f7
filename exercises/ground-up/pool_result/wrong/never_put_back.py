from queue import SimpleQueue


class Loop:
    def __init__(self):
        self.ready = SimpleQueue()
        self.unfinished = 0

    def spawn(self, task):
        self.unfinished += 1
        self.ready.put(task)

    def run(self):
        while self.unfinished:
            # Sleeps until any thread has put a task in.
            self.step(self.ready.get())

    def step(self, task):
        try:
            future = next(task)
        except StopIteration:
            self.unfinished -= 1
        else:
            self.wait(task, future)

    def wait(self, task, future):
        if future.done():
            self.ready.put(task)
