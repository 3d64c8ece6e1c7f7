import asyncio
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor


class Pool(unittest.TestCase):
    def test_run_in_executor_hands_in_its_job_at_once(self):
        begun = threading.Event()

        async def main():
            loop = asyncio.get_running_loop()
            with ThreadPoolExecutor(1) as pool:
                job = loop.run_in_executor(pool, begun.set)
                # The loop has no turn in between.
                self.assertTrue(begun.wait(20))
                await job

        asyncio.run(main())

    def test_to_thread_hands_in_its_job_when_it_is_awaited(self):
        begun = threading.Event()

        async def main():
            job = asyncio.to_thread(begun.set)
            await asyncio.sleep(0)
            self.assertFalse(begun.is_set())
            await job
            self.assertTrue(begun.is_set())

        asyncio.run(main())
