class Jumping:
    def __init__(self, selector):
        self.selector, self.now = selector, 0

    def select(self, timeout=None):
        if timeout is None:
            return self.selector.select(None)
        events = self.selector.select(0)
        if not events:
            self.now += max(timeout, 0)
        return events
