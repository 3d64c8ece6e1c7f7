import asyncio


class Spectrograph:
    lock = asyncio.Lock()

    def __init__(self):
        self.slit = None

    async def measure(self, star):
        async with self.lock:
            self.slit = star
            await asyncio.sleep(2)
            return self.slit
