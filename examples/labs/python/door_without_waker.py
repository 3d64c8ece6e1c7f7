import asyncio

from console import run, say


class Door:
    def __init__(self):
        self.is_open = False

    def __await__(self):
        if not self.is_open:
            yield from asyncio.get_running_loop().create_future()

    def open(self):
        self.is_open = True


async def visitor(door):
    await door
    say("visitor: comes in")


async def main():
    door = Door()
    guest = asyncio.create_task(visitor(door))
    await asyncio.sleep(1)
    say("main: opens the door")
    door.open()
    await asyncio.sleep(5)
    if not guest.done():
        say("main: nobody has come in")


run(main())
