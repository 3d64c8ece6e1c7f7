import asyncio
import unittest


class BuiltEarly(unittest.TestCase):
    def test_timeout_that_is_made_outside_a_loop_raises(self):
        with self.assertRaisesRegex(RuntimeError, "no running event"):
            asyncio.timeout(1)

    def test_sleep_can_be_called_outside_a_loop(self):
        async def main(early):
            return await early

        self.assertEqual(
            asyncio.run(main(asyncio.sleep(0, "up"))), "up"
        )


if __name__ == "__main__":
    unittest.main()
