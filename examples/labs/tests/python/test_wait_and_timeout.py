import asyncio
import unittest


class WaitAndTimeout(unittest.TestCase):
    def test_timeout_block_waits_until_the_cancelled_task_has_ended(
        self,
    ):
        log = []
        has_begun = asyncio.Event()

        async def work():
            try:
                has_begun.set()
                await asyncio.sleep(10)
            finally:
                await asyncio.sleep(0)
                log.append("work has ended")

        async def main():
            task = asyncio.create_task(work())
            # One that has not begun would be cancelled without a word.
            await has_begun.wait()
            try:
                async with asyncio.timeout(0):
                    await task
            except TimeoutError:
                log.append("TimeoutError")

        asyncio.run(main())
        self.assertEqual(log, ["work has ended", "TimeoutError"])


if __name__ == "__main__":
    unittest.main()
