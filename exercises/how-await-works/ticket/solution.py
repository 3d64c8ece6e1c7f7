import asyncio


class Ticket:
    def __init__(self, seat, seconds):
        self.seat = seat
        self.seconds = seconds

    async def wait(self):
        await asyncio.sleep(self.seconds)
        return self.seat

    def __await__(self):
        return self.wait().__await__()
