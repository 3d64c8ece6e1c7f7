import asyncio


class Gate:
    def __init__(self):
        self.waiting = []

    def open(self):
        for car in self.waiting:
            car.set_result(None)

    async def wait(self):
        car = asyncio.get_running_loop().create_future()
        self.waiting.append(car)
        await car
