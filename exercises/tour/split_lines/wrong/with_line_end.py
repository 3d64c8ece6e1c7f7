import asyncio


class Lines(asyncio.Protocol):
    def __init__(self, told):
        self.told = told
        self.buffer = b""

    def data_received(self, data):
        self.buffer += data
        while b"\n" in self.buffer:
            end = self.buffer.index(b"\n") + 1
            self.told(self.buffer[:end])
            self.buffer = self.buffer[end:]
