import asyncio


class Ticket:
    def __init__(self, seat, seconds):
        self.seat = seat
        self.seconds = seconds

    async def __await__(self):
        await asyncio.sleep(self.seconds)
        return self.seat
