import asyncio
import sys
import unittest
from collections.abc import AsyncIterable

SINCE_3_13 = sys.version_info >= (3, 13)


async def produce(jobs):
    for number in [1, 2, 3]:
        await jobs.put(number)


class QueueShutdown(unittest.TestCase):
    def run_since_3_13(self, main):
        """Run `main` where a queue can be shut down."""
        if SINCE_3_13:
            asyncio.run(main())
        else:
            self.assertFalse(hasattr(asyncio.Queue, "shutdown"))

    def test_queue_can_be_shut_down_since_3_13(self):
        self.assertTrue(hasattr(asyncio.Queue, "shutdown"))

    def test_shutdown_by_one_producer_refuses_the_other(self):
        async def main():
            jobs = asyncio.Queue()

            async def produce(pauses):
                for _ in range(pauses):
                    await asyncio.sleep(0)
                await jobs.put(pauses)
                jobs.shutdown()

            both = await asyncio.gather(
                produce(1), produce(2), return_exceptions=True
            )
            self.assertIsNone(both[0])
            self.assertIsInstance(both[1], asyncio.QueueShutDown)

        self.run_since_3_13(main)

    def test_job_put_before_the_shutdown_is_still_delivered(self):
        async def main():
            jobs = asyncio.Queue()
            jobs.put_nowait(1)
            jobs.shutdown()
            self.assertEqual(await jobs.get(), 1)
            with self.assertRaises(asyncio.QueueShutDown):
                await jobs.get()

        self.run_since_3_13(main)

    def test_worker_that_waits_hears_of_the_shutdown(self):
        async def main():
            jobs = asyncio.Queue()
            worker = asyncio.create_task(jobs.get())
            await asyncio.sleep(0)
            jobs.shutdown()
            with self.assertRaises(asyncio.QueueShutDown):
                await worker

        self.run_since_3_13(main)

    def test_put_that_waits_is_refused_by_the_shutdown(self):
        async def main():
            jobs = asyncio.Queue(1)
            jobs.put_nowait(1)
            put = asyncio.create_task(jobs.put(2))
            await asyncio.sleep(0)
            jobs.shutdown()
            with self.assertRaises(asyncio.QueueShutDown):
                await put
            self.assertEqual(await jobs.get(), 1)
            self.assertTrue(jobs.empty())

        self.run_since_3_13(main)

    def test_immediate_shutdown_drops_what_is_in_the_queue(self):
        async def main():
            jobs = asyncio.Queue()
            jobs.put_nowait(1)
            jobs.shutdown(immediate=True)
            with self.assertRaises(asyncio.QueueShutDown):
                await jobs.get()
            await jobs.join()

        self.run_since_3_13(main)

    def test_join_still_waits_for_a_job_that_was_taken(self):
        async def main():
            jobs = asyncio.Queue()
            jobs.put_nowait(1)
            jobs.put_nowait(2)
            await jobs.get()
            jobs.shutdown(immediate=True)
            join = asyncio.create_task(jobs.join())
            await asyncio.sleep(0)
            self.assertFalse(join.done())
            jobs.task_done()
            await join

        self.run_since_3_13(main)

    def test_calls_that_do_not_wait_raise_the_same_after_a_shutdown(
        self,
    ):
        async def main():
            jobs = asyncio.Queue(1)
            with self.assertRaises(asyncio.QueueEmpty):
                jobs.get_nowait()
            jobs.put_nowait(1)
            jobs.shutdown()
            with self.assertRaises(asyncio.QueueShutDown):
                jobs.put_nowait(2)
            self.assertEqual(jobs.get_nowait(), 1)
            with self.assertRaises(asyncio.QueueShutDown):
                jobs.get_nowait()
            with self.assertRaises(asyncio.QueueShutDown):
                jobs.put_nowait(2)

        self.run_since_3_13(main)

    def test_second_shutdown_can_be_immediate(self):
        async def main():
            jobs = asyncio.Queue()
            jobs.put_nowait(1)
            jobs.shutdown()
            self.assertEqual(jobs.qsize(), 1)
            jobs.shutdown(immediate=True)
            self.assertEqual(jobs.qsize(), 0)

        self.run_since_3_13(main)

    def test_shutdown_that_is_not_caught_fails_the_group(self):
        async def main():
            jobs = asyncio.Queue()
            with self.assertRaises(ExceptionGroup):
                async with asyncio.TaskGroup() as group:
                    group.create_task(jobs.get())
                    jobs.shutdown()

        self.run_since_3_13(main)

    def test_producer_of_a_cancelled_worker_waits_for_ever(self):
        async def main():
            jobs = asyncio.Queue(1)
            takes = asyncio.Event()

            async def work():
                await jobs.get()
                takes.set()
                await asyncio.sleep(1000)
                jobs.shutdown(immediate=True)

            async with asyncio.TaskGroup() as group:
                producer = group.create_task(produce(jobs))
                worker = group.create_task(work())
                await takes.wait()
                worker.cancel()
                for _ in range(10):
                    await asyncio.sleep(0)
                self.assertTrue(worker.cancelled())
                self.assertTrue(jobs.full())
                self.assertFalse(producer.done())
                producer.cancel()

        asyncio.run(main())

    def test_producer_of_a_failed_worker_is_cancelled_by_their_group(
        self,
    ):
        async def main():
            jobs = asyncio.Queue(1)

            async def work():
                await jobs.get()
                raise KeyError

            with self.assertRaises(ExceptionGroup):
                async with asyncio.TaskGroup() as group:
                    producer = group.create_task(produce(jobs))
                    group.create_task(work())
            self.assertTrue(producer.cancelled())

        asyncio.run(asyncio.wait_for(main(), 60))

    def test_queue_cannot_be_iterated(self):
        self.assertFalse(issubclass(asyncio.Queue, AsyncIterable))
