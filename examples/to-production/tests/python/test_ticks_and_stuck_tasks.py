import asyncio
import collections.abc
import contextlib
import selectors
import threading
import time
import unittest


class JumpingLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next timer."""

    def __init__(self):
        loop = self
        loop.now = 0.0

        class Selector(selectors.DefaultSelector):
            def select(self, timeout=None):
                loop.now += timeout or 0
                return super().select(0)

        super().__init__(Selector())

    def time(self):
        return self.now


def run_jumping(main):
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(main)


class TicksAndStuckTasks(unittest.TestCase):
    def test_sleep_in_a_loop_counts_from_the_end_of_the_work(self):
        times = []

        async def main():
            now = asyncio.get_running_loop().time
            for _ in range(3):
                times.append(now())
                await asyncio.sleep(0.25)  # the work
                await asyncio.sleep(1)

        run_jumping(main())
        self.assertEqual(times, [0.0, 1.25, 2.5])

    def test_long_turn_is_logged_with_the_name_of_its_task(self):
        async def office():
            time.sleep(0.06)

        async def main():
            loop = asyncio.get_running_loop()
            loop.slow_callback_duration = 0.05
            await asyncio.create_task(office(), name="office")

        with self.assertLogs("asyncio", "WARNING") as log:
            asyncio.run(main(), debug=True)
        named = [it for it in log.output if "name='office'" in it]
        self.assertIn(" took ", named[0])

    def test_first_step_of_an_eager_task_counts_for_its_creator_since_3_12(
        self,
    ):
        async def office():
            time.sleep(0.06)

        async def main():
            loop = asyncio.get_running_loop()
            loop.slow_callback_duration = 0.05
            loop.set_task_factory(asyncio.eager_task_factory)
            asyncio.current_task().set_name("main")
            asyncio.create_task(office(), name="office")

        with self.assertLogs("asyncio", "WARNING") as log:
            asyncio.run(main(), debug=True)
        (slow,) = [it for it in log.output if " took " in it]
        self.assertIn("name='main'", slow)
        self.assertNotIn("office", slow)

    def test_long_turn_is_logged_from_100_ms_on(self):
        async def main():
            return asyncio.get_running_loop().slow_callback_duration

        self.assertEqual(asyncio.run(main()), 0.1)

    def test_long_turn_is_not_logged_without_debug_mode(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.slow_callback_duration = 0.001
            time.sleep(0.01)

        with self.assertNoLogs("asyncio", "WARNING"):
            asyncio.run(main(), debug=False)

    def stuck_task(self, look):
        """What `look` finds in a task that waits in an inner coroutine."""

        async def wait_for_the_post():
            await asyncio.get_running_loop().create_future()

        async def office():
            await wait_for_the_post()

        async def main():
            stuck = asyncio.create_task(office())
            await asyncio.sleep(0)
            self.assertIn(stuck, asyncio.all_tasks())
            names = look(stuck)
            stuck.cancel()
            return names

        return asyncio.run(main())

    def test_turn_that_begins_with_an_error_is_a_throw(self):
        calls = []

        class Logged(collections.abc.Coroutine):
            def __init__(self, coroutine):
                self.coroutine = coroutine

            def send(self, value):
                calls.append("send")
                return self.coroutine.send(value)

            def throw(self, *error):
                calls.append("throw")
                return self.coroutine.throw(*error)

            def close(self):
                self.coroutine.close()

            def __await__(self):
                raise NotImplementedError

        async def work():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(60)

        async def main():
            task = asyncio.create_task(Logged(work()))
            await asyncio.sleep(0)
            task.cancel()
            await task

        asyncio.run(main())
        self.assertEqual(calls, ["send", "throw"])

    def test_stack_of_a_waiting_task_has_only_its_outermost_coroutine(
        self,
    ):
        def look(task):
            return [frame.f_code.co_name for frame in task.get_stack()]

        self.assertEqual(self.stuck_task(look), ["office"])

    def test_cr_await_leads_to_the_coroutine_that_waits(self):
        def look(task):
            coroutine = task.get_coro()
            while asyncio.iscoroutine(coroutine.cr_await):
                coroutine = coroutine.cr_await
            return [coroutine.__name__]

        self.assertEqual(self.stuck_task(look), ["wait_for_the_post"])

    def test_cr_await_does_not_lead_into_an_async_generator(self):
        async def rows():
            await asyncio.get_running_loop().create_future()
            yield "row"

        async def office():
            async for _ in rows():
                pass

        async def main():
            stuck = asyncio.create_task(office())
            await asyncio.sleep(0)
            waits = stuck.get_coro().cr_await
            self.assertFalse(hasattr(waits, "cr_await"))
            self.assertFalse(hasattr(waits, "ag_await"))
            if hasattr(asyncio, "format_call_graph"):
                graph = asyncio.format_call_graph(stuck)
                self.assertIn("office", graph)
                self.assertNotIn("rows", graph)
            stuck.cancel()

        asyncio.run(main())

    def test_jumping_clock_by_hand_does_not_wait_for_a_thread(self):
        hour = threading.Event()

        async def main():
            loop = asyncio.get_running_loop()
            done = loop.create_future()

            def job():
                hour.wait()
                loop.call_soon_threadsafe(done.cancel)

            thread = threading.Thread(target=job)
            thread.start()
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(asyncio.shield(done), 3600)
            hour.set()
            thread.join()

        run_jumping(main())


# ruff: noqa: ASYNC251 (blocking is the point)
