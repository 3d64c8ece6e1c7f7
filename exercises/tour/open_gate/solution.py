import asyncio


class Gate:
    def __init__(self):
        self.is_open = asyncio.Event()

    def open(self):
        self.is_open.set()

    async def wait(self):
        await self.is_open.wait()
