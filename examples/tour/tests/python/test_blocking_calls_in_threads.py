import asyncio
import contextlib
import contextvars
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from unittest import mock

import anyio

SPAWN = get_context("spawn")
WITHOUT_GUARD = """
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

print("night", flush=True)
pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
pool.submit(abs, -7).result()
"""
GIVEN_UP = """
import asyncio
import threading

light, begun = threading.Event(), threading.Event()

def measure():
    begun.set()
    light.wait()
    print("job is over", flush=True)

async def main():
    job = asyncio.create_task(asyncio.to_thread(measure))
    while not begun.is_set():
        await asyncio.sleep(0)
    job.cancel()

# Before 3.13, `run` waits for as long as it is dark.
threading.Timer(3, light.set).start()
asyncio.constants.THREAD_JOIN_TIMEOUT = 0.1
asyncio.run(main())
print("run is over", flush=True)
light.set()
"""
STAR = contextvars.ContextVar("star", default="none")


@contextlib.contextmanager
def told_when_asleep(loop):
    """An event for threads: the loop is about to sleep."""
    asleep, select = threading.Event(), loop._selector.select

    def told(seconds):
        if seconds is None or seconds > 0:
            asleep.set()
        return select(seconds)

    with mock.patch.object(loop._selector, "select", told):
        yield asleep


def fail():
    raise ValueError("broken plate")


async def jobs_whose_waits_are_cancelled(run):
    """How many of three jobs run at once, if no wait sees its end."""
    loop, may_end = asyncio.get_running_loop(), threading.Event()
    running = []

    def job(begun):
        running.append(begun)
        loop.call_soon_threadsafe(begun.set)
        may_end.wait()

    for _ in range(3):
        begun = asyncio.Event()
        wait = asyncio.create_task(run(job, begun))
        await begun.wait()
        wait.cancel()
        await asyncio.wait([wait])
    may_end.set()
    return len(running)


class Threads(unittest.IsolatedAsyncioTestCase):
    async def test_loop_goes_on_while_a_job_blocks(self):
        light = threading.Event()
        job = asyncio.create_task(asyncio.to_thread(light.wait))
        for _ in range(100):
            await asyncio.sleep(0)
        self.assertFalse(job.done())
        light.set()
        self.assertTrue(await job)

    async def test_error_of_a_job_is_raised_where_it_is_awaited(self):
        with self.assertRaisesRegex(ValueError, "broken plate"):
            await asyncio.to_thread(fail)

    async def test_stop_iteration_of_a_job_does_not_reach_the_await(
        self,
    ):
        told = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda *_: told.set())
        job = asyncio.create_task(asyncio.to_thread(next, iter([])))
        logged = asyncio.create_task(told.wait())
        await asyncio.wait(
            [job, logged], return_when=asyncio.FIRST_COMPLETED
        )
        if told.is_set():  # in older releases
            await asyncio.sleep(0)
            self.assertFalse(job.done())
        else:
            self.assertIsInstance(job.exception(), RuntimeError)
        job.cancel()
        logged.cancel()

    async def test_to_thread_takes_the_context_and_run_in_executor_not(
        self,
    ):
        STAR.set("Mira")
        loop = asyncio.get_running_loop()
        self.assertEqual(await asyncio.to_thread(STAR.get), "Mira")
        await asyncio.to_thread(STAR.set, "Algol")
        self.assertEqual(STAR.get(), "Mira")  # it was a copy
        job = loop.run_in_executor(None, STAR.get)
        self.assertEqual(await job, "none")

    async def test_run_in_executor_takes_no_keyword_arguments(self):
        loop = asyncio.get_running_loop()
        with self.assertRaises(TypeError):
            loop.run_in_executor(None, sorted, [1, 2], reverse=True)
        job = asyncio.to_thread(sorted, [1, 2], reverse=True)
        self.assertEqual(await job, [2, 1])

    def test_default_pool_has_32_threads_at_most(self):
        cores = (
            "process_cpu_count"
            if sys.version_info >= (3, 13)
            else ("cpu_count")
        )
        for there, most in (27, 31), (28, 32), (100, 32):
            counted = mock.patch(f"os.{cores}", return_value=there)
            with counted, ThreadPoolExecutor() as pool:
                self.assertEqual(pool._max_workers, most)

    def test_default_pool_counts_the_cores_that_the_process_may_use_since_3_13(
        self,
    ):
        may_use = mock.patch.object(os, "process_cpu_count", lambda: 3)
        with may_use, ThreadPoolExecutor() as pool:
            self.assertEqual(pool._max_workers, 3 + 4)

    async def test_default_pool_has_four_threads_more_than_cores(self):
        cores = getattr(os, "process_cpu_count", os.cpu_count)()
        most = min(32, cores + 4)
        full = threading.Barrier(most)
        jobs = [asyncio.to_thread(full.wait) for _ in range(most)]
        self.assertEqual(
            sum(await asyncio.gather(*jobs)), sum(range(most))
        )
        light, lock, started = threading.Event(), threading.Lock(), []

        def block():
            with lock:
                started.append(threading.get_ident())
            light.wait()

        jobs = [
            asyncio.create_task(asyncio.to_thread(block))
            for _ in range(most + 1)
        ]
        while len(started) < most:
            await asyncio.sleep(0)
        for _ in range(1000):
            await asyncio.sleep(0)
        at_work = len(started)
        light.set()
        await asyncio.gather(*jobs)
        self.assertEqual((at_work, len(set(started))), (most, most))

    async def test_cancelled_job_goes_on_in_its_thread(self):
        begun, light, done = (threading.Event() for _ in range(3))

        def measure():
            begun.set()
            light.wait()
            done.set()

        job = asyncio.create_task(asyncio.to_thread(measure))
        while not begun.is_set():
            await asyncio.sleep(0)
        job.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await job
        self.assertFalse(done.is_set())
        light.set()
        self.assertTrue(done.wait(20))

    async def test_cancelled_job_keeps_its_place_in_the_pool(self):
        loop, light = asyncio.get_running_loop(), threading.Event()
        begun, next_begun = threading.Event(), threading.Event()

        def measure():
            begun.set()
            light.wait()

        with ThreadPoolExecutor(1) as pool:
            job = loop.run_in_executor(pool, measure)
            begun.wait()
            job.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await job
            after = loop.run_in_executor(pool, next_begun.set)
            next_had_begun = next_begun.wait(0.1)
            light.set()
            await after
        self.assertFalse(next_had_begun)

    def test_interpreter_waits_for_a_job_that_run_gave_up_since_3_13(
        self,
    ):
        ended = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", GIVEN_UP],
            check=True,
            capture_output=True,
            text=True,
        )
        self.assertEqual(ended.stdout, "run is over\njob is over\n")

    def test_run_waits_for_a_job_that_has_begun(self):
        begun, light, done = (threading.Event() for _ in range(3))

        def measure():
            begun.set()
            light.wait()
            done.set()

        async def main():
            job = asyncio.create_task(asyncio.to_thread(measure))
            while not begun.is_set():
                await asyncio.sleep(0)
            job.cancel()

        night = threading.Thread(target=asyncio.run, args=[main()])
        night.start()
        begun.wait()
        night.join(0.1)
        self.assertTrue(night.is_alive())
        light.set()
        night.join()
        self.assertTrue(done.is_set())

    def test_run_gives_up_its_pool_with_a_warning_since_3_13(self):
        light, begun = threading.Event(), threading.Event()

        def measure():
            begun.set()
            light.wait()

        async def main():
            job = asyncio.create_task(asyncio.to_thread(measure))
            while not begun.is_set():
                await asyncio.sleep(0)
            job.cancel()

        self.assertEqual(asyncio.constants.THREAD_JOIN_TIMEOUT, 300)
        short = mock.patch("asyncio.constants.THREAD_JOIN_TIMEOUT", 0.1)
        # Before 3.13, `run` waits for as long as it is dark.
        dawn = threading.Timer(5, light.set)
        dawn.start()
        with short, self.assertWarns(RuntimeWarning):
            asyncio.run(main())
        dawn.cancel()
        light.set()

    async def test_job_beyond_the_workers_of_its_pool_waits(self):
        loop, light, started = (
            asyncio.get_running_loop(),
            threading.Event(),
            [],
        )

        def block():
            started.append(1)
            light.wait()

        with ThreadPoolExecutor(2) as pool:
            jobs = [loop.run_in_executor(pool, block) for _ in range(3)]
            while len(started) < 2:
                await asyncio.sleep(0)
            await asyncio.to_thread(light.wait, 0.1)
            at_work = len(started)
            light.set()
            await asyncio.gather(*jobs)
        self.assertEqual((at_work, len(started)), (2, 3))

    async def test_permit_comes_back_when_the_wait_for_a_thread_is_cancelled(
        self,
    ):
        permit = asyncio.Semaphore(1)

        async def run(job, begun):
            async with permit:
                await asyncio.to_thread(job, begun)

        self.assertEqual(await jobs_whose_waits_are_cancelled(run), 3)

    async def test_token_of_anyio_comes_back_when_asyncio_cancels_the_wait(
        self,
    ):
        token = anyio.CapacityLimiter(1)

        async def run(job, begun):
            await anyio.to_thread.run_sync(job, begun, limiter=token)

        self.assertEqual(await jobs_whose_waits_are_cancelled(run), 3)

    async def test_what_cannot_be_pickled_does_not_reach_a_process(
        self,
    ):
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
            with self.assertRaises(Exception) as caught:
                await loop.run_in_executor(pool, lambda: 7)
            self.assertIn("pickle", str(caught.exception))

    async def test_worker_changes_a_copy(self):
        loop, plates = asyncio.get_running_loop(), [7]
        with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
            await loop.run_in_executor(pool, list.append, plates, 8)
        self.assertEqual(plates, [7])

    def test_program_without_its_guard_breaks_the_pool(self):
        with tempfile.TemporaryDirectory() as folder:
            program = pathlib.Path(folder, "night.py")
            program.write_text(WITHOUT_GUARD)
            ended = subprocess.run(
                [sys.executable, program],
                check=False,
                capture_output=True,
                text=True,
            )
        self.assertEqual(ended.stdout, "night\nnight\n")
        self.assertIn("BrokenProcessPool", ended.stderr)

    async def test_error_of_a_coroutine_reaches_the_thread(self):
        loop = asyncio.get_running_loop()

        async def stuck():
            raise ValueError("the dome is stuck")

        def cellar():
            future = asyncio.run_coroutine_threadsafe(stuck(), loop)
            return str(future.exception(20))

        heard = await asyncio.to_thread(cellar)
        self.assertEqual(heard, "the dome is stuck")

    async def test_coroutine_asked_for_on_the_loops_thread_never_starts(
        self,
    ):
        loop, ran = asyncio.get_running_loop(), []

        async def open_the_dome():
            ran.append("open")

        work = open_the_dome()
        future = asyncio.run_coroutine_threadsafe(work, loop)
        with self.assertRaises(TimeoutError):
            future.result(0.1)
        self.assertEqual(ran, [])
        await asyncio.wrap_future(future)
        self.assertEqual(ran, ["open"])

    async def test_thread_wakes_a_loop_that_sleeps(self):
        loop = asyncio.get_running_loop()
        opened = asyncio.Event()

        async def open_the_dome():
            opened.set()

        def call(asleep):
            asleep.wait()
            loop.call_soon_threadsafe(opened.set)

        def ask(asleep):
            asleep.wait()
            asyncio.run_coroutine_threadsafe(open_the_dome(), loop)

        for cellar in (call, ask):
            opened.clear()
            with told_when_asleep(loop) as asleep:
                thread = threading.Thread(target=cellar, args=[asleep])
                thread.start()
                began = loop.time()
                await asyncio.wait_for(opened.wait(), 20)
                self.assertLess(loop.time() - began, 10)
            thread.join()

    async def test_event_set_in_another_thread_wakes_no_loop_that_sleeps(
        self,
    ):
        loop = asyncio.get_running_loop()
        loop.set_debug(False)  # which refuses the call
        opened, seen = asyncio.Event(), threading.Event()
        in_time = []

        async def wait_for_the_dome():
            await opened.wait()
            seen.set()

        def cellar(asleep):
            asleep.wait()
            opened.set()
            in_time.append(seen.wait(0.1))
            loop.call_soon_threadsafe(lambda: None)

        with told_when_asleep(loop) as asleep:
            thread = threading.Thread(target=cellar, args=[asleep])
            thread.start()
            await wait_for_the_dome()
        thread.join()
        self.assertEqual(in_time, [False])


if __name__ == "__main__":
    unittest.main()
