import asyncio


class Busy(Exception):
    pass


class Desk:
    def __init__(self):
        self.inside = 0
        self.lock = asyncio.Lock()

    async def answer(self, question):
        async with self.lock:
            await asyncio.sleep(1)
            return f"{question}!"
