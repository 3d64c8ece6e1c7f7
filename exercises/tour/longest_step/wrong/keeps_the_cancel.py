class Watched:
    def __init__(self, work, clock):
        self.work, self.clock, self.longest = work, clock, 0

    def __await__(self):
        steps = self.work.__await__()
        while True:
            begin = self.clock()
            try:
                request = next(steps)
            except StopIteration as end:
                return end.value
            finally:
                took = self.clock() - begin
                self.longest = max(self.longest, took)
            yield request
