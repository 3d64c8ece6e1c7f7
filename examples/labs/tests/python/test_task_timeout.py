import asyncio
import threading
import unittest


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
