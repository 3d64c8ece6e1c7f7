import asyncio
import unittest
from unittest import mock

with mock.patch("console.run", lambda main: main.close()):
    from door_with_waker import Door


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
