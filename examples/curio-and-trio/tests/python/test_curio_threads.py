import threading
import time
import unittest

from on_curio import curio


async def parked():
    await curio.Event().wait()


async def current():
    return threading.current_thread()


class CurioThreads(unittest.TestCase):
    def test_await_outside_an_async_thread_is_refused(self):
        def job():
            call = current()
            try:
                with self.assertRaises(curio.AsyncOnlyError):
                    curio.AWAIT(call)
            finally:
                call.close()

        curio.run(curio.run_in_thread, job)

    def test_await_inside_a_task_is_refused(self):
        async def main():
            call = current()
            try:
                with self.assertRaises(curio.AsyncOnlyError):
                    curio.AWAIT(call)
            finally:
                call.close()

        curio.run(main)

    def test_coroutine_of_a_thread_runs_in_the_thread_of_the_kernel(
        self,
    ):
        def job():
            return curio.AWAIT(current)

        async def main():
            thread = await curio.spawn_thread(job)
            return await thread.join()

        self.assertIs(curio.run(main), threading.main_thread())

    def test_error_of_the_coroutine_is_raised_in_the_thread(self):
        async def fails():
            raise ValueError("frozen")

        def job():
            try:
                curio.AWAIT(fails)
            except ValueError as error:
                return str(error)

        async def main():
            thread = await curio.spawn_thread(job)
            return await thread.join()

        self.assertEqual(curio.run(main), "frozen")

    def test_cancelled_thread_hears_of_it_at_its_next_await_that_waits(
        self,
    ):
        log, goes_on = [], threading.Event()

        def job():
            goes_on.wait()
            log.append("computed to the end")
            try:
                curio.AWAIT(curio.clock)
                log.append("asked for the time")
                curio.AWAIT(curio.sleep, 60)
            except curio.TaskCancelled:
                log.append("cancelled")
                raise

        async def main():
            thread = await curio.spawn_thread(job)
            await thread.cancel(blocking=False)
            goes_on.set()
            await thread.wait()

        curio.run(main)
        last = [
            "computed to the end",
            "asked for the time",
            "cancelled",
        ]
        self.assertEqual(log, last)

    def test_cancel_of_a_thread_waits_for_its_end(self):
        log = []

        def job():
            try:
                curio.AWAIT(parked)
            finally:
                log.append("ended")

        async def main():
            thread = await curio.spawn_thread(job)
            await curio.sleep(0)
            await thread.cancel()
            log.append("cancelled")

        curio.run(main)
        self.assertEqual(log, ["ended", "cancelled"])

    def test_thread_can_limit_what_it_awaits(self):
        def job():
            with curio.ignore_after(0.01) as limit:
                curio.AWAIT(parked)
            return limit.expired

        async def main():
            thread = await curio.spawn_thread(job)
            return await thread.join()

        self.assertTrue(curio.run(main))

    def test_universal_queue_is_used_from_both_sides(self):
        readings = curio.UniversalQueue()
        answers = curio.UniversalQueue()

        def plain():
            answers.put(readings.get() + 1)

        async def main():
            thread = threading.Thread(target=plain)
            thread.start()
            await readings.put(-4)
            answer = await answers.get()
            thread.join()
            return answer

        self.assertEqual(curio.run(main), -3)

    def test_universal_queue_in_a_plain_function_of_a_task_blocks_the_kernel(
        self,
    ):
        readings = curio.UniversalQueue()

        def measure():
            # The list has the calls of `get` that wait.
            while not readings._getters:
                time.sleep(0.001)
            readings.put(-4)

        def plain():
            return readings.get()

        async def main():
            thread = threading.Thread(target=measure)
            thread.start()
            other = await curio.spawn(current)
            self.assertEqual(plain(), -4)
            self.assertFalse(other.terminated)
            await other.join()
            thread.join()

        curio.run(main)

    def test_full_universal_queue_blocks_the_thread_only(self):
        readings = curio.UniversalQueue(maxsize=1)
        first, second = threading.Event(), threading.Event()

        def plain():
            for degrees, is_put in (-4, first), (-5, second):
                readings.put(degrees)
                is_put.set()

        async def main():
            thread = threading.Thread(target=plain)
            thread.start()
            await curio.run_in_thread(first.wait)
            other = await curio.spawn(current)
            # The thread stays in its second `put`. Meanwhile this task
            # waits, and the other one has its turn.
            in_time = await curio.run_in_thread(second.wait, 0.05)
            self.assertFalse(in_time)
            self.assertTrue(other.terminated)
            await other.join()
            got = [await readings.get()]
            await curio.run_in_thread(second.wait)
            got.append(await readings.get())
            thread.join()
            return got

        self.assertEqual(curio.run(main), [-4, -5])
