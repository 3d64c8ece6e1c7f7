import asyncio


class Spectrograph:
    def __init__(self):
        self.slit = None
        self.lock = asyncio.Lock()

    async def measure(self, star):
        async with self.lock:
            self.slit = star
            await asyncio.sleep(2)
            return self.slit
