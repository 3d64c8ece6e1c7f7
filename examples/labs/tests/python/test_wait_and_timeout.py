import asyncio
import unittest


class WaitAndTimeout(unittest.TestCase):
    def test_timeout_block_waits_until_the_cancelled_task_has_ended(
        self,
    ):
        log = []

        async def work():
            try:
                await asyncio.sleep(10)
            finally:
                await asyncio.sleep(0.01)
                log.append("work has ended")

        async def main():
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.create_task(work())
            except TimeoutError:
                log.append("TimeoutError")

        asyncio.run(main())
        self.assertEqual(log, ["work has ended", "TimeoutError"])


if __name__ == "__main__":
    unittest.main()
