import asyncio
import unittest


async def load():
    await asyncio.sleep(0)
    return "blue"


class RunInsideRun(unittest.TestCase):
    def test_run_is_allowed_in_a_thread_of_its_own(self):
        async def main():
            return await asyncio.to_thread(lambda: asyncio.run(load()))

        self.assertEqual(asyncio.run(main()), "blue")


if __name__ == "__main__":
    unittest.main()
