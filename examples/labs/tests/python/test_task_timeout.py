import asyncio
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor


class TaskTimeout(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.data = asyncio.Event()
        self.download = asyncio.create_task(self.data.wait())

    async def test_wait_leaves_the_task_running(self):
        await asyncio.wait([self.download], timeout=0.001)
        self.assertFalse(self.download.done())
        self.data.set()
        self.assertTrue(await self.download)

    async def test_wait_for_cancels_the_task(self):
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(self.download, 0.001)
        self.assertTrue(self.download.cancelled())

    async def test_timeout_block_cancels_the_task_that_it_awaits(self):
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0.001):
                await self.download
        self.assertTrue(self.download.cancelled())

    async def test_wait_for_takes_a_job_that_has_not_begun_out_of_the_queue(
        self,
    ):
        loop, told, jobs = (
            asyncio.get_running_loop(),
            threading.Event(),
            [],
        )
        loop.set_default_executor(ThreadPoolExecutor(max_workers=1))
        first = loop.run_in_executor(None, told.wait)
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(
                asyncio.to_thread(jobs.append, 1), 0.001
            )
        told.set()
        await first
        await asyncio.to_thread(jobs.append, 2)
        self.assertEqual(jobs, [2])

    async def test_wait_for_does_not_stop_a_thread(self):
        begun, told = threading.Event(), threading.Event()
        ended = threading.Event()

        def job():
            begun.set()
            told.wait()
            ended.set()

        working = asyncio.create_task(asyncio.to_thread(job))
        self.assertTrue(await asyncio.to_thread(begun.wait, 20))
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(working, 0.001)
        self.assertFalse(ended.is_set())
        told.set()
        self.assertTrue(await asyncio.to_thread(ended.wait, 20))
        self.data.set()


if __name__ == "__main__":
    unittest.main()
