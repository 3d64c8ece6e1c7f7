"""asyncio on the engine that the book built."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from toy_loop import ToyLoop

os.environ["VIRTUAL_CLOCK"] = "1"

EXAMPLES = Path(__file__).parents[3]
ON_TOY_LOOP = EXAMPLES / "bridge/python/on_toy_loop.py"


def run(main):
    with asyncio.Runner(loop_factory=ToyLoop) as runner:
        return runner.run(main)


class TenProgramsTest(unittest.TestCase):
    def prints_its_transcript(self, address, virtual_clock=True):
        chapter, name = address.split("/")
        folder = EXAMPLES / chapter
        environment = dict(os.environ)
        if not virtual_clock:
            del environment["VIRTUAL_CLOCK"]
        run = subprocess.run(
            [sys.executable, ON_TOY_LOOP, f"{name}.py"],
            cwd=folder / "python",
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=20,
        )
        transcripts = [
            folder / f"transcripts/{name}{it}.txt"
            for it in (".python", "")
        ]
        transcript = next(file for file in transcripts if file.exists())
        self.assertEqual(run.stderr, "")
        self.assertEqual(run.stdout, transcript.read_text())

    def test_overlapping_awaits_runs_on_our_loop(self):
        self.prints_its_transcript("first-steps/overlapping_awaits")

    def test_unfilled_future_runs_on_our_loop(self):
        self.prints_its_transcript("first-steps/unfilled_future")

    def test_queue_empty_runs_on_our_loop(self):
        self.prints_its_transcript("by-example/queue_empty")

    def test_semaphore_runs_on_our_loop(self):
        self.prints_its_transcript("tour/semaphore")

    def test_condition_runs_on_our_loop(self):
        self.prints_its_transcript("tour/condition")

    def test_call_later_runs_on_our_loop(self):
        self.prints_its_transcript("tour/call_later")

    def test_to_thread_runs_on_our_loop(self):
        self.prints_its_transcript(
            "tour/to_thread", virtual_clock=False
        )

    def test_first_completed_runs_on_our_loop(self):
        self.prints_its_transcript("working-developer/first_completed")

    def test_as_completed_runs_on_our_loop(self):
        self.prints_its_transcript("working-developer/as_completed")

    def test_wait_for_runs_on_our_loop(self):
        self.prints_its_transcript("working-developer/wait_for")


class EngineTest(unittest.TestCase):
    def setUp(self):
        self.log = []

    async def says(self, name):
        self.log.append(name)

    def test_tasks_on_our_loop_are_those_of_asyncio(self):
        async def main():
            return type(asyncio.current_task()), type(
                asyncio.get_running_loop()
            )

        self.assertEqual(run(main()), (asyncio.Task, ToyLoop))

    def test_run_takes_our_loop_as_its_factory_from_3_12_on(self):
        if sys.version_info < (3, 12):
            with self.assertRaises(TypeError):
                asyncio.run(None, loop_factory=ToyLoop)
            return
        asyncio.run(self.says("Gull"), loop_factory=ToyLoop)
        self.assertEqual(self.log, ["Gull"])

    def test_callbacks_of_the_thread_of_the_loop_run_in_their_order(
        self,
    ):
        async def main():
            loop = asyncio.get_running_loop()
            loop.call_soon(self.log.append, 1)
            task = asyncio.create_task(self.says(2))
            loop.call_soon(self.log.append, 3)
            await task
            await asyncio.sleep(0)

        run(main())
        self.assertEqual(self.log, [1, 2, 3])

    def handed_in_by_a_thread_and_then_by_the_loop(self, loop_factory):
        async def main():
            loop = asyncio.get_running_loop()
            rung = asyncio.Event()

            def from_outside():
                self.log.append("thread")
                rung.set()

            thread = threading.Thread(
                target=loop.call_soon_threadsafe, args=(from_outside,)
            )
            thread.start()
            thread.join()
            loop.call_soon(self.log.append, "loop")
            await rung.wait()
            await asyncio.sleep(0)

        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(main())
        return self.log

    def test_callback_of_the_loop_overtakes_an_earlier_one_of_a_thread(
        self,
    ):
        log = self.handed_in_by_a_thread_and_then_by_the_loop(ToyLoop)
        self.assertEqual(log, ["loop", "thread"])

    def test_callback_of_a_thread_keeps_its_place_in_asyncio(self):
        log = self.handed_in_by_a_thread_and_then_by_the_loop(
            asyncio.SelectorEventLoop
        )
        self.assertEqual(log, ["thread", "loop"])

    def test_time_outside_a_run_is_refused_on_our_loop(self):
        loop = ToyLoop()
        with self.assertRaisesRegex(
            BaseException, "needs a running loop"
        ):
            loop.time()
        loop.close()

    def test_time_outside_a_run_is_told_by_the_loop_of_asyncio(self):
        loop = asyncio.SelectorEventLoop()
        self.assertGreater(loop.time(), 0)
        loop.close()

    def test_handler_of_a_signal_is_not_served(self):
        async def main():
            asyncio.get_running_loop().add_signal_handler(
                signal.SIGUSR1, print
            )

        with self.assertRaises(NotImplementedError):
            run(main())

    def test_callback_that_is_handed_in_before_the_run_waits_for_it(
        self,
    ):
        loop = ToyLoop()
        loop.call_soon(self.log.append, "before")
        loop.run_until_complete(self.says("main"))
        loop.close()
        self.assertEqual(self.log, ["before", "main"])

    def test_cancelled_callback_does_not_run(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(
                lambda _, context: self.log.append(context)
            )
            loop.call_soon(self.log.append, "Gull").cancel()
            await asyncio.sleep(1)

        run(main())
        self.assertEqual(self.log, [])

    def test_timers_of_one_moment_fire_in_the_order_in_which_they_were_set(
        self,
    ):
        async def main():
            loop = asyncio.get_running_loop()
            for name in "ABCDEFGH":
                loop.call_at(1, self.log.append, name)
            await asyncio.sleep(2)

        run(main())
        self.assertEqual(self.log, list("ABCDEFGH"))

    def test_cancelled_timer_neither_fires_nor_moves_the_clock(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.call_later(10, self.log.append, "Gull").cancel()
            rung = asyncio.Event()

            def ring():
                time.sleep(0.01)
                loop.call_soon_threadsafe(rung.set)

            ringer = threading.Thread(target=ring)
            ringer.start()
            await rung.wait()
            ringer.join()
            self.assertEqual(loop.time(), 0)
            await asyncio.sleep(20)

        run(main())
        self.assertEqual(self.log, [])

    def test_call_from_another_thread_wakes_a_loop_that_sleeps(self):
        async def main():
            loop = asyncio.get_running_loop()
            rung = asyncio.Event()
            caller = threading.Thread(
                target=loop.call_soon_threadsafe, args=(rung.set,)
            )
            loop.call_soon(loop.call_soon, caller.start)
            await rung.wait()
            caller.join()

        run(main())

    def test_plain_call_soon_may_come_from_another_thread(self):
        async def main():
            loop = asyncio.get_running_loop()
            rung = asyncio.Event()
            caller = threading.Thread(
                target=loop.call_soon, args=(rung.set,)
            )
            loop.call_soon(loop.call_soon, caller.start)
            await rung.wait()
            caller.join()

        run(main())

    def test_virtual_clock_stands_still_while_a_thread_works(self):
        async def main():
            job = asyncio.to_thread(time.sleep, 0.01)
            async with asyncio.timeout(0.001):
                await job
            self.assertEqual(asyncio.get_running_loop().time(), 0)

        run(main())

    def test_virtual_clock_jumps_beside_a_job_of_an_executor_of_the_program(
        self,
    ):
        may_end = threading.Event()

        async def main():
            loop = asyncio.get_running_loop()
            with ThreadPoolExecutor() as pool:
                job = loop.run_in_executor(pool, may_end.wait, 5)
                await asyncio.sleep(60)
                may_end.set()
                self.assertTrue(await job)

        run(main())

    def test_default_executor_that_is_set_runs_no_job_on_our_loop(self):
        self.assertNotRegex(self.thread_of_a_job(ToyLoop), "^Gull")

    def test_default_executor_that_is_set_runs_the_jobs_of_asyncio(
        self,
    ):
        name = self.thread_of_a_job(asyncio.SelectorEventLoop)
        self.assertRegex(name, "^Gull")

    def thread_of_a_job(self, loop_factory):
        async def main():
            loop = asyncio.get_running_loop()
            pool = ThreadPoolExecutor(thread_name_prefix="Gull")
            loop.set_default_executor(pool)
            thread = await asyncio.to_thread(threading.current_thread)
            return thread.name

        with asyncio.Runner(loop_factory=loop_factory) as runner:
            return runner.run(main())

    def outlasts_main(self, loop_factory):
        began = threading.Event()

        def job():
            began.set()
            time.sleep(0.05)
            self.log.append("the job has ended")

        async def main():
            task = asyncio.create_task(asyncio.to_thread(job))
            while not began.is_set():
                await asyncio.sleep(0)
            task.cancel()

        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(main())
        self.assertEqual(self.log, ["the job has ended"])

    def test_end_of_asyncio_waits_for_a_job_that_outlasts_main(self):
        self.outlasts_main(None)

    def test_end_of_our_loop_waits_for_a_job_that_outlasts_main(self):
        self.outlasts_main(ToyLoop)

    def test_exception_of_a_job_reaches_the_task_that_awaits_it(self):
        async def main():
            with self.assertRaises(ZeroDivisionError):
                await asyncio.to_thread(divmod, 1, 0)

        run(main())

    def test_error_of_a_callback_is_reported_and_the_loop_goes_on(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(
                lambda _, context: self.log.append(context["exception"])
            )
            loop.call_soon(divmod, 1, 0)
            await asyncio.sleep(1)

        run(main())
        self.assertIsInstance(self.log[0], ZeroDivisionError)

    def test_system_exit_of_a_callback_ends_the_run(self):
        async def main():
            asyncio.get_running_loop().call_soon(sys.exit, 3)
            await asyncio.sleep(1)

        with self.assertRaises(SystemExit) as caught:
            run(main())
        self.assertEqual(caught.exception.code, 3)

    def test_async_generators_are_closed_at_the_end_of_the_run(self):
        self.closes_async_generators(ToyLoop)

    def test_async_generators_are_closed_at_the_end_in_asyncio(self):
        self.closes_async_generators(asyncio.SelectorEventLoop)

    def closes_async_generators(self, loop_factory):
        async def berths():
            try:
                yield 1
            finally:
                await asyncio.sleep(0)
                self.log.append("closed")

        async def main():
            self.generator = berths()
            await anext(self.generator)

        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(main())
        self.assertEqual(self.log, ["closed"])

    def test_loop_that_is_closed_accepts_no_callback(self):
        self.refuses_a_callback_when_closed(ToyLoop())

    def test_loop_of_asyncio_that_is_closed_accepts_no_callback(self):
        self.refuses_a_callback_when_closed(asyncio.SelectorEventLoop())

    def refuses_a_callback_when_closed(self, loop):
        loop.close()
        with self.assertRaisesRegex(
            RuntimeError, "Event loop is closed"
        ):
            loop.call_soon(print)

    def test_one_loop_runs_main_after_main(self):
        self.runs_main_after_main(ToyLoop())

    def test_one_loop_of_asyncio_runs_main_after_main(self):
        self.runs_main_after_main(asyncio.SelectorEventLoop())

    def runs_main_after_main(self, loop):
        async def forgotten():
            await asyncio.sleep(0.1)
            self.log.append("forgotten")

        async def main():
            self.task = asyncio.create_task(forgotten())

        loop.run_until_complete(main())
        loop.run_until_complete(self.says("second main"))
        loop.run_until_complete(self.task)
        loop.close()
        self.assertEqual(self.log, ["second main", "forgotten"])

    def test_signal_handler_runs_while_the_loop_sleeps(self):
        async def main():
            rung = asyncio.Event()
            signal.signal(signal.SIGUSR1, lambda *_: rung.set())

            def ring():
                time.sleep(0.01)
                os.kill(os.getpid(), signal.SIGUSR1)

            ringer = threading.Thread(target=ring)
            ringer.start()
            await rung.wait()
            ringer.join()

        before = signal.getsignal(signal.SIGUSR1)
        try:
            run(main())
        finally:
            signal.signal(signal.SIGUSR1, before)

    def test_ctrl_c_cancels_main_while_the_loop_sleeps(self):
        self.is_cancelled_by_ctrl_c(ToyLoop)

    def test_ctrl_c_cancels_main_while_the_loop_of_asyncio_sleeps(self):
        self.is_cancelled_by_ctrl_c(asyncio.SelectorEventLoop)

    def is_cancelled_by_ctrl_c(self, loop_factory):
        async def main():
            def ring():
                time.sleep(0.01)
                os.kill(os.getpid(), signal.SIGINT)

            threading.Thread(target=ring).start()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.log.append("cancelled")
                raise

        before = signal.signal(
            signal.SIGINT, signal.default_int_handler
        )
        try:
            with (
                self.assertRaises(KeyboardInterrupt),
                asyncio.Runner(loop_factory=loop_factory) as runner,
            ):
                runner.run(main())
        finally:
            signal.signal(signal.SIGINT, before)
        self.assertEqual(self.log, ["cancelled"])

    def test_loop_runs_in_another_thread_than_the_main_one(self):
        self.runs_in_another_thread(ToyLoop)

    def test_loop_of_asyncio_runs_in_another_thread_than_the_main_one(
        self,
    ):
        self.runs_in_another_thread(asyncio.SelectorEventLoop)

    def runs_in_another_thread(self, loop_factory):
        def target():
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                runner.run(self.says("Gull"))

        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
        self.assertEqual(self.log, ["Gull"])

    def test_loop_that_another_thread_has_made_is_refused_on_our_loop(
        self,
    ):
        self.run_made_by_another_thread(ToyLoop())
        [error] = self.log
        self.assertEqual(type(error).__name__, "PanicException")
        self.assertRegex(str(error), "SendWrapper.* different")

    def test_loop_of_asyncio_that_another_thread_has_made_runs(self):
        self.run_made_by_another_thread(asyncio.SelectorEventLoop())
        self.assertEqual(self.log, ["Gull"])

    def run_made_by_another_thread(self, loop):
        loop.call_soon(self.log.append, "Gull")

        def target():
            try:
                loop.call_soon_threadsafe(loop.stop)
                loop.run_forever()
            except BaseException as error:  # noqa: BLE001
                self.log.append(error)

        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
        loop.close()

    def slow_callback(self, loop_factory):
        async def main():
            asyncio.get_running_loop().slow_callback_duration = 0
            await asyncio.sleep(0)

        with asyncio.Runner(
            debug=True, loop_factory=loop_factory
        ) as runner:
            runner.run(main())

    def test_debug_mode_of_asyncio_warns_of_a_slow_callback(self):
        with self.assertLogs("asyncio", "WARNING"):
            self.slow_callback(asyncio.SelectorEventLoop)

    def test_debug_mode_on_our_loop_warns_of_no_slow_callback(self):
        with self.assertNoLogs("asyncio", "WARNING"):
            self.slow_callback(ToyLoop)

    def test_socket_is_not_served(self):
        async def main():
            await asyncio.open_connection("127.0.0.1", 9)

        with self.assertRaises(NotImplementedError):
            run(main())

    def test_child_process_is_not_served(self):
        async def main():
            await asyncio.create_subprocess_exec("true")

        with self.assertRaises(NotImplementedError):
            run(main())

    def test_stop_before_the_run_leaves_callbacks_for_the_next(self):
        loop = ToyLoop()
        loop.call_soon(self.log.append, "Gull")
        loop.stop()
        loop.run_forever()
        self.assertEqual(self.log, [])
        loop.run_until_complete(self.says("main"))
        loop.close()
        self.assertEqual(self.log, ["Gull", "main"])

    def test_stop_before_the_run_still_runs_what_is_ready_in_asyncio(
        self,
    ):
        loop = asyncio.SelectorEventLoop()
        loop.call_soon(self.log.append, "Gull")
        loop.stop()
        loop.run_forever()
        loop.close()
        self.assertEqual(self.log, ["Gull"])

    def test_asyncio_fires_timers_of_one_moment_in_another_order(self):
        loop = asyncio.SelectorEventLoop()
        for name in "ABCDEFGH":
            loop.call_at(1, self.log.append, name)
        loop.call_at(1.1, loop.stop)
        loop.run_forever()
        loop.close()
        self.assertEqual(sorted(self.log), list("ABCDEFGH"))
        self.assertNotEqual(self.log, list("ABCDEFGH"))

    def test_timer_before_the_run_waits_for_it_in_asyncio(self):
        loop = asyncio.SelectorEventLoop()
        loop.call_at(1, self.log.append, "Gull")
        loop.call_at(1, loop.stop)
        loop.run_forever()
        loop.close()
        self.assertEqual(self.log, ["Gull"])

    def test_timer_before_the_run_is_refused_on_our_loop(self):
        loop = ToyLoop()
        with self.assertRaisesRegex(
            BaseException, "needs a running loop"
        ):
            loop.call_at(1, print)
        loop.close()
