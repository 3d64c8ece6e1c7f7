import asyncio


class Gate:
    def __init__(self):
        self.permits = asyncio.Queue()

    def open(self):
        self.permits.put_nowait(None)

    async def wait(self):
        await self.permits.get()
