import asyncio


class Ticket:
    def __init__(self, seat, seconds):
        self.seat = seat
        self.seconds = seconds

    def __await__(self):
        pass
