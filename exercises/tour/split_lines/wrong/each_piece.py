import asyncio


class Lines(asyncio.Protocol):
    def __init__(self, told):
        self.told = told

    def data_received(self, data):
        for line in data.splitlines():
            self.told(line)
