import asyncio
import unittest


class NotSend(unittest.IsolatedAsyncioTestCase):
    async def test_change_without_an_await_in_it_loses_nothing(self):
        class Seats:
            sold = 0

        async def sell():
            await asyncio.sleep(0)
            Seats.sold += 1

        await asyncio.gather(*(sell() for _ in range(100)))
        self.assertEqual(Seats.sold, 100)


if __name__ == "__main__":
    unittest.main()
