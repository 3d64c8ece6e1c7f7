import asyncio


class Snooze:
    def __init__(self, seconds, ring):
        self.seconds = seconds
        self.ring = ring

    def press(self):
        loop = asyncio.get_running_loop()
        loop.call_later(self.seconds, self.ring)
