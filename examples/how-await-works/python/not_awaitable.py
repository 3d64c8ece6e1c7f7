class Berth:
    def __init__(self, answer):
        self.answer = answer

    def __await__(self):
        return self.answer


async def ferry(thing):
    return await thing


for thing in 4, Berth([4]), Berth(iter(["a berth?"])):
    try:
        print("a pause:", ferry(thing).send(None))
    except TypeError as error:
        print(f"TypeError: {error}")
