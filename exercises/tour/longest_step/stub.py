class Watched:
    def __init__(self, work, clock):
        self.work, self.clock, self.longest = work, clock, 0

    def __await__(self):
        begin = self.clock()
        value = yield from self.work.__await__()
        self.longest = self.clock() - begin
        return value
