import asyncio


class Snooze:
    def __init__(self, seconds, ring):
        self.seconds = seconds
        self.ring = ring
        self.timer = None

    def press(self):
        if not self.timer:
            loop = asyncio.get_running_loop()
            self.timer = loop.call_later(self.seconds, self.ring)
