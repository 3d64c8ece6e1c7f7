class Jumping:
    def __init__(self, selector):
        self.selector, self.now = selector, 0

    def select(self, timeout=None):
        events = self.selector.select(0)
        if not events and timeout:
            self.now += max(timeout, 0)
        return events
