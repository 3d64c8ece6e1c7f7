import asyncio
import contextlib
import heapq
import io
import itertools
import runpy
import time
import types
import unittest
from pathlib import Path
from unittest import mock

PROGRAMS = Path(__file__).parents[2] / "python"


class CountedClock:
    """A clock that only `sleep` moves, and that keeps each sleep."""

    def __init__(self):
        self.now = 0.0
        self.sleeps = []

    def sleep(self, seconds):
        self.sleeps.append(round(seconds, 6))
        self.now += seconds

    def monotonic(self):
        return self.now


def run_sleeping_loop():
    clock = CountedClock()
    printed = io.StringIO()
    with (
        mock.patch.object(time, "sleep", clock.sleep),
        mock.patch.object(time, "monotonic", clock.monotonic),
        contextlib.redirect_stdout(printed),
    ):
        runpy.run_path(str(PROGRAMS / "sleeping_loop.py"))
    return clock, printed.getvalue().splitlines()


class Sleeper:
    """A sleeper that is compared by its time alone."""

    def __init__(self, until, name):
        self.until = until
        self.name = name

    def __lt__(self, other):
        return self.until < other.until


class SleepingLoop(unittest.TestCase):
    def test_each_sleep_ends_at_the_nearest_wake_time(self):
        clock, lines = run_sleeping_loop()
        self.assertEqual(
            list(map(float, clock.sleeps)),
            [0.3, 0.4, 0.6, 0.2, 0.2, 0.6, 0.2, 0.2, 0.6],
        )
        self.assertEqual(len(lines), 9)

    def test_all_sleepers_together_take_as_long_as_the_longest(self):
        clock, _ = run_sleeping_loop()
        self.assertAlmostEqual(clock.now, 3.3)

    def test_send_returns_what_is_yielded_and_passes_in_the_time(self):
        @types.coroutine
        def sleep(until):
            return (yield until)

        async def ferry():
            heard.append(await sleep(1.5))

        heard = []
        coroutine = ferry()
        self.assertEqual(coroutine.send(None), 1.5)
        with self.assertRaises(StopIteration):
            coroutine.send(1.6)
        self.assertEqual(heard, [1.6])

    def test_tuples_of_one_time_compare_what_comes_next(self):
        async def ferry():
            pass

        gull, heron = ferry(), ferry()
        self.addCleanup(gull.close)
        self.addCleanup(heron.close)
        self.assertLess((1, gull), (2, heron))
        with self.assertRaisesRegex(TypeError, "'<' not supported"):
            (1, gull) < (1, heron)  # noqa: B015
        self.assertLess((1, 0, gull), (1, 1, heron))

    def test_heap_that_compares_times_alone_loses_the_order(self):
        heap = []
        for name in "ABCDEFG":
            heapq.heappush(heap, Sleeper(1, name))
        order = "".join(heapq.heappop(heap).name for _ in "ABCDEFG")
        self.assertEqual(order, "ACFGEBD")

    def test_heap_of_numbered_times_keeps_the_order(self):
        heap = []
        numbers = itertools.count()
        for name in "ABCDEFG":
            heapq.heappush(heap, (1, next(numbers), name))
        order = "".join(heapq.heappop(heap)[2] for _ in "ABCDEFG")
        self.assertEqual(order, "ABCDEFG")

    def test_asyncio_loses_the_order_of_equal_deadlines(self):
        order = []

        async def main():
            loop = asyncio.get_running_loop()
            deadline = loop.time() + 0.01
            for name in "ABCDEFG":
                loop.call_at(deadline, order.append, name)
            while len(order) < 7:
                await asyncio.sleep(0)

        asyncio.run(main())
        self.assertEqual("".join(order), "ACFGEBD")

    def test_later_timer_changes_the_order_of_equal_deadlines_in_asyncio(
        self,
    ):
        def order_of(names, later):
            order = []

            async def main():
                loop = asyncio.get_running_loop()
                deadline = loop.time() + 0.01
                for name in names:
                    loop.call_at(deadline, order.append, name)
                for delay in later:
                    loop.call_at(deadline + delay, order.append, "late")
                while len(order) < len(names):
                    await asyncio.sleep(0)

            asyncio.run(main())
            return "".join(order)

        self.assertEqual(order_of("ABC", later=[]), "ABC")
        self.assertEqual(order_of("ABC", later=[60]), "ACB")

    def test_error_of_one_task_ends_the_sleeping_loop(self):
        clock = CountedClock()
        arrived = []

        @types.coroutine
        def sleep_until(when):
            return (yield when)

        async def ferry(when, fuel):
            await sleep_until(when)
            arrived.append(60 / fuel)

        with (
            mock.patch.object(time, "sleep", clock.sleep),
            mock.patch.object(time, "monotonic", clock.monotonic),
            contextlib.redirect_stdout(io.StringIO()),
        ):
            program = runpy.run_path(str(PROGRAMS / "sleeping_loop.py"))
            with self.assertRaises(ZeroDivisionError):
                program["run"](ferry(9.0, fuel=0), ferry(9.5, fuel=2))
        self.assertEqual(arrived, [])

    def test_late_sleepers_are_served_in_the_order_of_their_times(self):
        clock = CountedClock()
        order = []

        @types.coroutine
        def sleep_until(when):
            return (yield when)

        async def ferry(name, when, work):
            await sleep_until(when)
            clock.sleep(work)
            order.append((name, clock.now))

        with (
            mock.patch.object(time, "sleep", clock.sleep),
            mock.patch.object(time, "monotonic", clock.monotonic),
            contextlib.redirect_stdout(io.StringIO()),
        ):
            program = runpy.run_path(str(PROGRAMS / "sleeping_loop.py"))
            clock.now = 0.0
            program["run"](
                ferry("Gull", 0.5, 2),
                ferry("Heron", 1.5, 0),
                ferry("Tern", 0.75, 0),
            )
        self.assertEqual(
            order, [("Gull", 2.5), ("Tern", 2.5), ("Heron", 2.5)]
        )

    def test_coroutine_that_has_ended_has_no_frame(self):
        async def ferry():
            pass

        coroutine = ferry()
        self.assertIsNotNone(coroutine.cr_frame)
        with self.assertRaises(StopIteration):
            coroutine.send(None)
        self.assertIsNone(coroutine.cr_frame)

    def test_coroutine_that_has_ended_refuses_to_be_resumed(self):
        async def ferry():
            pass

        coroutine = ferry()
        for end in (StopIteration, RuntimeError):
            with self.assertRaises(end):
                coroutine.send(None)


if __name__ == "__main__":
    unittest.main()
