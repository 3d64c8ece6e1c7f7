import asyncio
import queue
import subprocess
import sys
import sysconfig
import threading
import unittest
from concurrent.futures import CancelledError, ThreadPoolExecutor

JOBS = """
import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

request = ContextVar("request", default="none")

async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1) as pool:
        for name in "first", "second":
            request.set(name)
            print(await loop.run_in_executor(pool, request.get))

asyncio.run(main())
"""


class Loop:
    """A loop that runs in a thread of its own, while it is entered."""

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        return self.loop

    def __exit__(self, *error):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


class FreeThreading(unittest.TestCase):
    def test_each_thread_runs_a_loop_of_its_own(self):
        both = threading.Barrier(2)

        async def main():
            both.wait()
            return asyncio.get_running_loop()

        def run():
            return asyncio.run(main())

        with ThreadPoolExecutor(2) as pool:
            one, other = pool.submit(run), pool.submit(run)
            self.assertIsNot(one.result(), other.result())

    def test_other_thread_can_run_in_the_middle_of_a_statement(self):
        number, has_run = [0], threading.Event()

        def other():
            number[0] += 1
            has_run.set()

        def one():
            threading.Thread(target=other).start()
            has_run.wait()
            return 1

        number[0] += one()
        # What the other thread added is lost.
        self.assertEqual(number, [1])

    def test_task_stays_on_the_thread_of_its_loop(self):
        async def work():
            threads = set()
            for _ in range(3):
                threads.add(threading.get_ident())
                await asyncio.sleep(0.001)
            return threads

        async def main():
            seen = await asyncio.gather(work(), work())
            self.assertEqual(seen[0] | seen[1], {threading.get_ident()})

        asyncio.run(main())

    def test_blocked_loop_leaves_its_tasks_to_no_other_loop(self):
        async def child(answers):
            answers.put("an answer")

        async def main():
            answers = queue.Queue()
            task = asyncio.create_task(child(answers))
            with self.assertRaises(queue.Empty):
                answers.get(timeout=0.1)
            await task
            self.assertEqual(answers.get_nowait(), "an answer")

        with Loop():
            asyncio.run(main())

    def test_future_of_another_loop_cannot_be_awaited(self):
        async def main(loop):
            with self.assertRaisesRegex(RuntimeError, "different loop"):
                await loop.create_future()

        with Loop() as other:
            asyncio.run(main(other))

    def test_future_of_another_loop_that_is_done_gives_its_result(self):
        async def main(loop):
            future = loop.create_future()
            future.set_result(7)
            return await future

        with Loop() as other:
            self.assertEqual(asyncio.run(main(other)), 7)

    def test_event_of_one_loop_is_refused_on_another(self):
        self.refuses_a_second_loop(asyncio.Event(), asyncio.Event.wait)

    def refuses_a_second_loop(self, shared, wait):
        """Lets tasks of two loops wait, one after the other."""

        async def main():
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0):
                    await wait(shared)

        async def again():
            with self.assertRaisesRegex(RuntimeError, "different"):
                await wait(shared)

        asyncio.run(main())
        asyncio.run(again())

    def test_lock_of_one_loop_is_refused_on_another(self):
        lock = asyncio.Lock()
        asyncio.run(lock.acquire())
        self.refuses_a_second_loop(lock, asyncio.Lock.acquire)

    def test_queue_of_one_loop_is_refused_on_another(self):
        queue = asyncio.Queue(1)
        self.refuses_a_second_loop(queue, asyncio.Queue.get)
        queue = asyncio.Queue(1)
        queue.put_nowait(3)
        self.refuses_a_second_loop(queue, lambda it: it.put(4))

    def test_lock_that_is_free_is_taken_on_each_loop(self):
        lock = asyncio.Lock()

        async def main():
            async with lock:
                return asyncio.get_running_loop()

        self.assertIsNot(asyncio.run(main()), asyncio.run(main()))

    def test_coroutine_can_be_sent_to_the_loop_of_another_thread(self):
        async def where():
            return threading.get_ident()

        with Loop() as other:
            job = asyncio.run_coroutine_threadsafe(where(), other)
            self.assertNotEqual(job.result(10), threading.get_ident())

    def test_all_tasks_are_those_of_one_loop(self):
        async def parks(parked):
            parked.set()
            await asyncio.sleep(60)

        async def main():
            self.assertEqual(len(asyncio.all_tasks()), 1)

        parked = threading.Event()
        with Loop() as other:
            job = asyncio.run_coroutine_threadsafe(parks(parked), other)
            parked.wait()
            asyncio.run(main())
            self.assertEqual(len(asyncio.all_tasks(other)), 1)
            [task] = asyncio.all_tasks(other)
            other.call_soon_threadsafe(task.cancel)
            with self.assertRaises(CancelledError):
                job.result(10)

    def test_interpreter_tells_whether_it_has_a_gil_since_3_13(self):
        has_gil = sys._is_gil_enabled()
        if not sysconfig.get_config_var("Py_GIL_DISABLED"):
            self.assertTrue(has_gil)

    def test_flag_lets_jobs_inherit_a_context_since_3_14(self):
        for options, seen in [
            (["-X", "thread_inherit_context=0"], "none none"),
            (["-X", "thread_inherit_context=1"], "first first"),
        ]:
            printed = subprocess.run(
                [sys.executable, *options, "-c", JOBS],
                check=True,
                capture_output=True,
                text=True,
            )
            self.assertEqual(printed.stdout.split(), seen.split())
