class Watched:
    def __init__(self, work, clock):
        self.steps, self.clock, self.longest = (
            work.__await__(),
            clock,
            0,
        )

    def __await__(self):
        return self

    def __next__(self):
        return self.measured(next, self.steps)

    def throw(self, *error):
        return self.measured(self.steps.throw, *error)

    def measured(self, step, *arguments):
        begin = self.clock()
        try:
            return step(*arguments)
        finally:
            took = self.clock() - begin
            self.longest = max(self.longest, took)
