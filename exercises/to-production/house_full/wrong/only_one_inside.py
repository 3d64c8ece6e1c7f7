import asyncio


class Busy(Exception):
    pass


class Desk:
    def __init__(self):
        self.lock = asyncio.Lock()

    async def answer(self, question):
        if self.lock.locked():
            raise Busy
        async with self.lock:
            await asyncio.sleep(1)
            return f"{question}!"
