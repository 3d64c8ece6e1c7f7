import asyncio
import unittest


class Door:
    """The door of the lab's repair."""

    def __init__(self):
        self.is_open = False
        self.waiter = None

    def __await__(self):
        if not self.is_open:
            loop = asyncio.get_running_loop()
            self.waiter = loop.create_future()
            yield from self.waiter

    def open(self):
        self.is_open = True
        if self.waiter is not None:
            self.waiter.set_result(None)


class PolledAgain(unittest.IsolatedAsyncioTestCase):
    async def test_door_for_one_future_forgets_the_first_of_two_visitors(
        self,
    ):
        async def visitor(door):
            await door

        door = Door()
        guests = [asyncio.create_task(visitor(door)) for _ in range(2)]
        await asyncio.sleep(0)
        door.open()
        for _ in range(10):
            await asyncio.sleep(0)
        inside = [guest.done() for guest in guests]
        self.assertEqual(inside, [False, True])


if __name__ == "__main__":
    unittest.main()
