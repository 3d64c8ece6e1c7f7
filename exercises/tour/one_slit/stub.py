import asyncio


class Spectrograph:
    def __init__(self):
        self.slit = None

    async def measure(self, star):
        self.slit = star
        await asyncio.sleep(2)
        return self.slit
