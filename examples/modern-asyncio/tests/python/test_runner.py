import asyncio
import contextvars
import threading
import unittest

language = contextvars.ContextVar("language", default="English")


async def parked():
    await asyncio.get_running_loop().create_future()


async def turns(number):
    for _ in range(number):
        await asyncio.sleep(0)


async def start(call):
    task = asyncio.create_task(call)
    await asyncio.sleep(0)
    return task


async def speaks(name=None):
    before = language.get()
    if name is not None:
        language.set(name)
    return before


def speaks_in_thread(name=None):
    before = language.get()
    if name is not None:
        language.set(name)
    return before


class Runners(unittest.TestCase):
    def test_run_cancels_what_its_coroutine_left_behind(self):
        task = asyncio.run(start(parked()))
        self.assertTrue(task.cancelled())

    def test_task_that_one_call_starts_goes_on_in_the_next(self):
        log = []

        async def counts():
            for number in range(20):
                log.append(number)
                await asyncio.sleep(0)

        with asyncio.Runner() as runner:
            task = runner.run(start(counts()))
            self.assertLess(len(log), 20)
            runner.run(turns(20))
        self.assertEqual(log, list(range(20)))
        self.assertFalse(task.cancelled())

    def test_loop_does_not_run_between_two_calls(self):
        with asyncio.Runner() as runner:
            called = []
            runner.run(turns(1))
            runner.get_loop().call_soon(called.append, "called")
            self.assertFalse(runner.get_loop().is_running())
            self.assertEqual(called, [])
            runner.run(turns(1))
            self.assertEqual(called, ["called"])

    def test_job_in_a_thread_goes_on_between_two_calls(self):
        may_end, has_ended = threading.Event(), threading.Event()

        def job():
            may_end.wait(20)
            has_ended.set()

        async def begin():
            asyncio.get_running_loop().run_in_executor(None, job)

        with asyncio.Runner() as runner:
            runner.run(begin())
            may_end.set()
            self.assertTrue(has_ended.wait(20))

    def test_end_of_the_with_block_cancels_what_is_left(self):
        with asyncio.Runner() as runner:
            task = runner.run(start(parked()))
            self.assertFalse(task.done())
        self.assertTrue(task.cancelled())

    def test_lock_that_waited_in_one_run_is_refused_in_the_next(self):
        lock = asyncio.Lock()

        async def waits_for_it():
            await lock.acquire()
            task = await start(lock.acquire())
            lock.release()
            await task
            lock.release()

        asyncio.run(waits_for_it())
        with self.assertRaisesRegex(
            RuntimeError, "different event loop"
        ):
            asyncio.run(waits_for_it())

    def test_lock_for_which_no_task_waited_serves_two_runs(self):
        lock = asyncio.Lock()

        async def holds_it():
            async with lock:
                return lock.locked()

        self.assertEqual(
            [asyncio.run(holds_it()) for _ in "ab"], [True] * 2
        )

    def test_lock_serves_all_calls_of_a_runner(self):
        lock = asyncio.Lock()

        async def waits_for_it():
            await lock.acquire()
            task = await start(lock.acquire())
            lock.release()
            await task
            lock.release()
            return lock.locked()

        with asyncio.Runner() as runner:
            runner.run(waits_for_it())
            self.assertFalse(runner.run(waits_for_it()))

    def test_runner_keeps_context_variables_between_calls(self):
        with asyncio.Runner() as runner:
            seen = [
                runner.run(speaks("French")),
                runner.run(speaks("German")),
            ]
        self.assertEqual(seen, ["English", "French"])
        self.assertEqual(language.get(), "English")

    def test_run_begins_with_the_context_of_its_caller(self):
        seen = [
            asyncio.run(speaks("French")),
            asyncio.run(speaks("German")),
        ]
        self.assertEqual(seen, ["English", "English"])

    def test_call_with_a_context_of_its_own_leaves_no_value_behind(
        self,
    ):
        with asyncio.Runner() as runner:
            runner.run(
                speaks("French"), context=contextvars.copy_context()
            )
            self.assertEqual(runner.run(speaks()), "English")

    def test_error_of_a_call_leaves_the_runner_usable(self):
        async def fails():
            raise ValueError

        with asyncio.Runner() as runner:
            with self.assertRaises(ValueError):
                runner.run(fails())
            self.assertEqual(runner.run(speaks()), "English")

    def test_call_inside_a_running_loop_is_refused(self):
        with asyncio.Runner() as runner:

            async def inner():
                call = turns(1)
                with self.assertRaisesRegex(RuntimeError, "running"):
                    runner.run(call)
                call.close()

            runner.run(inner())

    def test_closed_runner_refuses_a_call(self):
        with asyncio.Runner() as runner:
            runner.run(turns(1))
        call = turns(1)
        with self.assertRaisesRegex(RuntimeError, "closed"):
            runner.run(call)
        call.close()

    def test_runner_takes_a_loop_factory_on_every_release(self):
        with asyncio.Runner(
            loop_factory=asyncio.SelectorEventLoop
        ) as runner:
            self.assertIs(
                type(runner.get_loop()), asyncio.SelectorEventLoop
            )

    def test_run_takes_a_loop_factory_since_3_12(self):
        class OwnLoop(asyncio.SelectorEventLoop):
            """A loop that no other program has."""

        async def main():
            return type(asyncio.get_running_loop())

        kind = asyncio.run(main(), loop_factory=OwnLoop)
        self.assertIs(kind, OwnLoop)

    def test_runner_takes_any_awaitable_since_3_14(self):
        class Answer:
            def __await__(self):
                yield from asyncio.sleep(0).__await__()
                return "value"

        with asyncio.Runner() as runner:
            self.assertEqual(runner.run(Answer()), "value")

    def test_executor_job_leaves_its_context_to_the_next(self):
        async def main():
            language.set("French")
            loop = asyncio.get_running_loop()
            return [
                await loop.run_in_executor(
                    None, speaks_in_thread, "German"
                ),
                await loop.run_in_executor(None, speaks_in_thread),
            ]

        self.assertEqual(asyncio.run(main()), ["English", "German"])

    def test_to_thread_runs_in_a_copy_of_the_context_of_its_task(self):
        async def main():
            language.set("French")
            return [
                await asyncio.to_thread(speaks_in_thread, "German"),
                await asyncio.to_thread(speaks_in_thread),
            ]

        self.assertEqual(asyncio.run(main()), ["French", "French"])
