import asyncio


class Lines(asyncio.Protocol):
    def __init__(self, told):
        self.told = told
        self.buffer = b""

    def data_received(self, data):
        self.buffer += data
        *lines, self.buffer = self.buffer.split(b"\n")
        for line in lines:
            self.told(line)
