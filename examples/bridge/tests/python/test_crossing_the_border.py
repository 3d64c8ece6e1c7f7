"""Awaits, cancels, errors and context at the border of the two languages."""

import asyncio
import contextvars
import inspect
import os
import threading
import traceback
import unittest

import rust
from toy_loop import ToyLoop

os.environ["VIRTUAL_CLOCK"] = "1"


def run(main):
    with asyncio.Runner(loop_factory=ToyLoop) as runner:
        return runner.run(main)


def now():
    return asyncio.get_running_loop().time()


class BorderTest(unittest.TestCase):
    def setUp(self):
        self.log = []

    async def ferry(self, name, seconds, goodbye=0):
        try:
            await asyncio.sleep(seconds)
            self.log.append(f"{name} is in")
            return name
        except asyncio.CancelledError:
            self.log.append(f"{name} is cancelled")
            await asyncio.sleep(goodbye)
            self.log.append(f"{name} is moored")
            raise

    async def turns_back(self, name):
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            self.log.append(f"{name} is cancelled")
            raise

    async def through_rust(self, inner):
        return await rust.timeout(60, inner)

    async def cancelled_after_a_second(self, outer):
        task = asyncio.create_task(outer)
        await asyncio.sleep(1)
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        self.log.append("outer is cancelled")


class AwaitTest(BorderTest):
    def test_rust_future_sleeps_on_the_clock_of_the_loop(self):
        async def main():
            await rust.sleep(2.5)
            self.assertEqual(now(), 2.5)

        run(main())

    def test_rust_future_that_waits_passes_up_a_future_of_asyncio(self):
        async def main():
            sleep = rust.sleep(1)
            request = next(sleep)
            self.assertIsInstance(request, asyncio.Future)
            self.assertTrue(request._asyncio_future_blocking)
            self.assertFalse(request.done())
            await asyncio.wait([request])
            self.assertEqual(now(), 1)

        run(main())

    def test_rust_future_that_no_task_awaits_does_nothing(self):
        async def main():
            rust.timeout(1, self.ferry("Gull", 0))
            await asyncio.sleep(2)
            self.assertEqual(self.log, [])

        run(main())

    def test_call_of_rust_spawn_starts_the_task_without_an_await(self):
        async def main():
            rust.spawn(self.ferry("Gull", 1))
            await asyncio.sleep(2)
            self.assertEqual(self.log, ["Gull is in"])

        run(main())

    def test_second_wake_of_one_request_changes_nothing(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(
                lambda _, context: self.log.append(context)
            )
            await rust.join(rust.sleep(1), rust.sleep(1))
            await asyncio.sleep(1)

        run(main())
        self.assertEqual(self.log, [])

    def test_coroutine_is_resumed_only_when_its_request_is_done(self):
        class Berth:
            def __await__(this):
                loop = asyncio.get_running_loop()
                request = loop.create_future()
                loop.call_later(2, request.set_result, None)
                request._asyncio_future_blocking = True
                yield request
                self.log.append(request.done())

        async def main():
            await rust.join(rust.sleep(1), Berth())

        run(main())
        self.assertEqual(self.log, [True])

    def test_rust_future_can_be_awaited_once(self):
        async def main():
            sleep = rust.sleep(1)
            await sleep
            with self.assertRaises(RuntimeError):
                await sleep

        run(main())

    def test_create_task_refuses_a_rust_future_and_gather_accepts_it(
        self,
    ):
        async def main():
            with self.assertRaises(TypeError):
                asyncio.create_task(rust.sleep(1))
            started = now()
            await asyncio.gather(rust.sleep(1), rust.sleep(1))
            await asyncio.wait_for(rust.sleep(1), 60)
            task = asyncio.ensure_future(rust.sleep(1))
            self.assertIsInstance(task, asyncio.Task)
            await task
            return now() - started

        self.assertAlmostEqual(run(main()), 3)

    def test_second_task_that_awaits_a_rust_future_is_refused(self):
        async def main():
            sleep = rust.sleep(2)

            async def wait():
                await sleep

            first = asyncio.create_task(wait())
            await asyncio.sleep(1)
            with self.assertRaisesRegex(RuntimeError, "awaited"):
                await wait()
            await first
            self.assertEqual(now(), 2)

        run(main())

    def test_coroutine_in_a_rust_future_belongs_to_the_task_that_awaits(
        self,
    ):
        async def inner():
            return asyncio.current_task()

        async def main():
            pair = await rust.join(inner(), inner())
            self.assertEqual(pair, (asyncio.current_task(),) * 2)

        run(main())

    def test_function_called_after_a_rust_sleep_is_in_the_task_that_awaits(
        self,
    ):
        def where():
            return threading.current_thread(), asyncio.current_task()

        async def main():
            here = where()
            self.assertEqual(await rust.call_after_sleep(where), here)

        run(main())

    def test_join_lets_one_task_wait_for_two_coroutines(self):
        async def main():
            pair = await rust.join(
                self.ferry("Gull", 1), self.ferry("Heron", 2)
            )
            self.assertEqual(pair, ("Gull", "Heron"))
            self.assertEqual(now(), 2)
            self.assertEqual(len(asyncio.all_tasks()), 1)

        run(main())

    def test_rust_awaits_whatever_python_awaits(self):
        async def main():
            future = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_later(
                1, future.set_result, "future"
            )
            task = asyncio.create_task(self.ferry("task", 1))
            pair = await rust.join(future, task)
            self.assertEqual(pair, ("future", "task"))
            self.assertEqual(
                await rust.join(rust.sleep(1), rust.sleep(1)),
                (None, None),
            )
            self.assertEqual(now(), 2)

        run(main())

    def test_bare_yield_of_a_coroutine_gives_up_the_turn_of_the_rust_task(
        self,
    ):
        async def yields(name):
            for _ in range(2):
                self.log.append(name)
                await asyncio.sleep(0)

        async def main():
            await rust.join(
                rust.spawn(yields("Gull")),
                rust.spawn(yields("Heron")),
            )

        run(main())
        self.assertEqual(self.log, ["Gull", "Heron", "Gull", "Heron"])

    def test_rust_task_is_no_task_of_asyncio(self):
        async def main():
            async def inner():
                self.assertIsNone(asyncio.current_task())
                async with asyncio.timeout(1):
                    await asyncio.sleep(0)

            with self.assertRaises(RuntimeError):
                await rust.spawn(inner())

        run(main())

    def test_task_made_in_a_rust_task_may_have_a_timeout(self):
        async def main():
            async def inner():
                async with asyncio.timeout(1):
                    await asyncio.sleep(5)

            async def outer():
                await asyncio.create_task(inner())

            with self.assertRaises(TimeoutError):
                await rust.spawn(outer())
            self.assertEqual(now(), 1)

        run(main())

    def test_sleep_of_our_loop_panics_on_another_loop(self):
        async def main():
            await rust.sleep(1)

        with self.assertRaisesRegex(
            BaseException, "needs a running loop"
        ):
            asyncio.run(main())

    def test_rust_future_that_needs_no_loop_runs_on_the_loop_of_asyncio(
        self,
    ):
        async def main():
            return await rust.join(
                self.ferry("Gull", 0.01), self.ferry("Heron", 0.02)
            )

        self.assertEqual(asyncio.run(main()), ("Gull", "Heron"))

    def test_cleanup_that_awaits_in_a_join_panics_on_the_loop_of_asyncio(
        self,
    ):
        async def main():
            begun = asyncio.Event()

            async def waits():
                begun.set()
                await self.ferry("Gull", 60)

            async def outer():
                await rust.join(waits(), asyncio.Event().wait())

            task = asyncio.create_task(outer())
            await begun.wait()
            task.cancel()
            await asyncio.wait([task])
            return task.exception()

        panic = asyncio.run(main())
        self.assertRegex(str(panic), "needs a running loop")
        self.assertEqual(self.log, ["Gull is cancelled"])


class CancelTest(BorderTest):
    def test_cancel_of_the_outer_task_reaches_the_coroutine_inside(
        self,
    ):
        async def main():
            inner = self.turns_back("Gull")
            await self.cancelled_after_a_second(
                self.through_rust(inner)
            )
            self.assertEqual(now(), 1)

        run(main())
        self.assertEqual(
            self.log, ["Gull is cancelled", "outer is cancelled"]
        )

    def test_cancel_reaches_a_task_inside(self):
        async def main():
            inner = asyncio.create_task(self.turns_back("Gull"))
            await self.cancelled_after_a_second(
                self.through_rust(inner)
            )
            await asyncio.wait([inner])
            self.assertTrue(inner.cancelled())
            self.assertEqual(now(), 1)

        run(main())

    def test_coroutine_that_rust_drops_hears_it_within_the_drop(self):
        async def main():
            inner = self.turns_back("Gull")
            sleep = rust.timeout(60, inner)
            next(sleep)
            sleep.close()
            self.assertEqual(self.log, ["Gull is cancelled"])

        run(main())

    def test_coroutine_that_rust_drops_unstarted_runs_no_line(self):
        async def main():
            async def inner():
                self.log.append("began")

            unstarted = inner()
            rust.timeout(1, unstarted).close()
            self.assertEqual(
                inspect.getcoroutinestate(unstarted),
                inspect.CORO_CLOSED,
            )

        run(main())
        self.assertEqual(self.log, [])

    def test_cancelled_task_awaits_the_cleanup_of_its_coroutine(self):
        async def main():
            async def outer():
                await self.ferry("Gull", 5, goodbye=2)

            await self.cancelled_after_a_second(outer())
            self.assertEqual(now(), 3)

        run(main())
        last = [
            "Gull is cancelled",
            "Gull is moored",
            "outer is cancelled",
        ]
        self.assertEqual(self.log, last)

    def test_cleanup_that_awaits_behind_rust_is_awaited_by_no_task(
        self,
    ):
        async def main():
            inner = self.ferry("Gull", 5, goodbye=2)
            await self.cancelled_after_a_second(
                self.through_rust(inner)
            )
            self.assertEqual(now(), 1)
            await asyncio.sleep(3)

        run(main())
        last = [
            "Gull is cancelled",
            "outer is cancelled",
            "Gull is moored",
        ]
        self.assertEqual(self.log, last)

    def test_cleanup_behind_rust_is_cut_off_at_the_end_of_the_run(self):
        async def main():
            inner = self.ferry("Gull", 5, goodbye=2)
            await self.cancelled_after_a_second(
                self.through_rust(inner)
            )

        run(main())
        self.assertEqual(
            self.log, ["Gull is cancelled", "outer is cancelled"]
        )

    def test_group_awaits_the_cleanup_of_a_task_behind_rust(self):
        async def main():
            async def outer():
                async with asyncio.TaskGroup() as group:
                    inner = group.create_task(
                        self.ferry("Gull", 5, goodbye=2)
                    )
                    await self.through_rust(inner)

            await self.cancelled_after_a_second(outer())
            self.assertEqual(now(), 3)

        run(main())
        last = [
            "Gull is cancelled",
            "Gull is moored",
            "outer is cancelled",
        ]
        self.assertEqual(self.log, last)

    def test_coroutine_that_swallows_its_cancel_runs_on_alone(self):
        async def deaf():
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                await asyncio.sleep(2)
            self.log.append("deaf is in")

        async def main():
            await self.cancelled_after_a_second(
                self.through_rust(deaf())
            )
            await asyncio.sleep(3)

        run(main())
        self.assertEqual(self.log, ["outer is cancelled", "deaf is in"])

    def test_error_of_a_coroutine_that_rust_drops_is_lost(self):
        async def fails():
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                self.log.append("fails")
                raise KeyError("berth 4") from None

        async def main():
            reports = []
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda *it: reports.append(it))
            await self.cancelled_after_a_second(
                self.through_rust(fails())
            )
            with self.assertRaises(TimeoutError) as caught:
                await rust.timeout(1, fails())
            self.assertIsNone(caught.exception.__context__)
            self.assertEqual(reports, [])

        run(main())
        self.assertEqual(
            self.log, ["fails", "outer is cancelled", "fails"]
        )

    def test_rust_future_cannot_refuse_a_cancel(self):
        async def main():
            sleep = rust.sleep(5)
            next(sleep)
            with self.assertRaises(asyncio.CancelledError):
                sleep.throw(asyncio.CancelledError())
            with self.assertRaises(RuntimeError):
                next(sleep)

        run(main())

    def test_limit_of_rust_cancels_the_coroutine_and_raises_timeout_error(
        self,
    ):
        async def main():
            with self.assertRaises(TimeoutError):
                await rust.timeout(1, self.turns_back("Gull"))
            self.assertEqual(now(), 1)
            self.assertEqual(asyncio.current_task().cancelling(), 0)

        run(main())
        self.assertEqual(self.log, ["Gull is cancelled"])

    def test_limit_of_python_cancels_the_rust_future(self):
        async def main():
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(1):
                    await self.through_rust(self.turns_back("Gull"))
            self.assertEqual(now(), 1)

        run(main())
        self.assertEqual(self.log, ["Gull is cancelled"])

    def test_value_wins_over_the_limit_of_rust_at_one_instant(self):
        async def main():
            return await rust.timeout(1, self.ferry("Gull", 1))

        self.assertEqual(run(main()), "Gull")

    def test_limit_of_rust_wins_over_a_task_that_ends_at_one_instant(
        self,
    ):
        async def inner():
            return await asyncio.create_task(self.ferry("Gull", 1))

        async def main():
            await rust.timeout(1, inner())

        with self.assertRaises(TimeoutError):
            run(main())

    def test_limit_of_python_wins_over_the_value_at_one_instant(self):
        async def main():
            async with asyncio.timeout(1):
                await asyncio.sleep(1)

        with self.assertRaises(TimeoutError):
            run(main())

    def test_first_drops_the_coroutine_that_is_later(self):
        async def main():
            first = rust.first(
                self.turns_back("Heron"), self.ferry("Gull", 1)
            )
            self.assertEqual(await first, "Gull")

        run(main())
        self.assertEqual(self.log, ["Gull is in", "Heron is cancelled"])

    def test_rust_task_goes_on_when_its_awaiter_is_cancelled(self):
        async def main():
            async def outer():
                await rust.spawn(self.ferry("Gull", 2))

            await self.cancelled_after_a_second(outer())
            await asyncio.sleep(2)

        run(main())
        self.assertEqual(self.log, ["outer is cancelled", "Gull is in"])


class ErrorTest(BorderTest):
    def test_exception_passes_through_rust_as_the_same_object(self):
        error = KeyError("berth 4")

        async def inner():
            await asyncio.sleep(1)
            raise error

        async def main():
            try:
                await rust.timeout(60, inner())
            except KeyError as caught:
                return caught

        caught = run(main())
        self.assertIs(caught, error)
        names = [
            frame.name
            for frame in traceback.extract_tb(caught.__traceback__)
        ]
        self.assertEqual(names, ["main", "inner"])

    def test_error_of_one_coroutine_cancels_the_other_in_join(self):
        async def inner():
            raise KeyError("berth 4")

        async def main():
            with self.assertRaises(KeyError):
                await rust.join(self.turns_back("Gull"), inner())

        run(main())
        self.assertEqual(self.log, ["Gull is cancelled"])

    def test_panic_arrives_as_a_base_exception_with_its_text(self):
        async def main():
            await rust.panic("the berth is gone")

        with self.assertRaises(BaseException) as caught:
            run(main())
        self.assertNotIsInstance(caught.exception, Exception)
        self.assertEqual(
            type(caught.exception).__name__, "PanicException"
        )
        self.assertEqual(str(caught.exception), "the berth is gone")

    def test_panic_ends_its_task_and_not_the_loop(self):
        async def main():
            async def inner():
                await rust.panic("the berth is gone")

            task = asyncio.create_task(inner())
            await asyncio.wait([task])
            await asyncio.sleep(1)
            return str(task.exception())

        self.assertEqual(run(main()), "the berth is gone")

    def test_panic_passes_through_python_and_is_a_panic_again(self):
        async def inner():
            try:
                await rust.panic("the berth is gone")
            finally:
                self.log.append("finally")

        async def main():
            await rust.spawn(inner())

        with self.assertRaisesRegex(RuntimeError, "the task panicked"):
            run(main())
        self.assertEqual(self.log, ["finally"])


class ContextTest(BorderTest):
    pilot = contextvars.ContextVar("pilot", default="no pilot")

    def test_coroutine_behind_rust_sees_the_context_of_the_task(self):
        async def inner():
            seen = self.pilot.get()
            self.pilot.set("Ida")
            return seen

        async def main():
            self.pilot.set("Ole")
            self.assertEqual(await rust.timeout(1, inner()), "Ole")
            self.assertEqual(self.pilot.get(), "Ida")

        run(main())

    def test_rust_task_does_not_see_the_context_of_its_spawner(self):
        async def inner():
            return self.pilot.get()

        async def main():
            self.pilot.set("Ole")
            self.assertEqual(await rust.spawn(inner()), "no pilot")

        run(main())

    def test_rust_tasks_share_the_context_of_the_thread(self):
        async def inner(pilot):
            seen = self.pilot.get()
            self.pilot.set(pilot)
            return seen

        async def main():
            self.pilot.set("Ole")
            self.assertEqual(await rust.spawn(inner("Ida")), "Per")
            self.assertEqual(await rust.spawn(inner("Eva")), "Ida")
            self.assertEqual(self.pilot.get(), "Ole")

        # Each thread has a context of its own.
        def target():
            self.pilot.set("Per")
            run(main())
            self.log.append(self.pilot.get())

        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
        self.assertEqual(self.log, ["Eva"])
