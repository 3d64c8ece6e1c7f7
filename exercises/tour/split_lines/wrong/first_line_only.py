import asyncio


class Lines(asyncio.Protocol):
    def __init__(self, told):
        self.told = told
        self.buffer = b""

    def data_received(self, data):
        self.buffer += data
        if b"\n" in self.buffer:
            line, self.buffer = self.buffer.split(b"\n", 1)
            self.told(line)
