import asyncio
import contextlib
import datetime
import heapq
import io
import os
import runpy
import time
import types
import unittest
from pathlib import Path
from unittest import mock

PROGRAMS = Path(__file__).parents[2] / "python"


@types.coroutine
def sleep_until(time):
    return (yield time)


async def quick():
    return "casts off"


class HarbourClock:
    """A wall clock that is set by `step` seconds at its first second."""

    def __init__(self, step):
        self.passed = 0.0
        self.step = step

    def now(self):
        step = self.step if self.passed >= 1 else 0
        return datetime.datetime(2016, 2, 9) + datetime.timedelta(
            seconds=self.passed + step
        )

    def sleep(self, seconds):
        self.passed += seconds


class TwoFaults(unittest.TestCase):
    def test_first_send_to_a_coroutine_that_never_waits_raises(self):
        with self.assertRaises(StopIteration) as end:
            quick().send(None)
        self.assertEqual(end.exception.value, "casts off")

    def test_sleeping_loop_dies_of_a_task_that_never_waits(self):
        with (
            mock.patch.object(time, "sleep", lambda _: None),
            contextlib.redirect_stdout(io.StringIO()),
        ):
            program = runpy.run_path(str(PROGRAMS / "sleeping_loop.py"))
        gull = program["ferry"]("Gull", 1, 0)
        self.addCleanup(gull.close)
        with self.assertRaises(StopIteration):
            program["run"](gull, quick())

    def test_stop_iteration_that_leaves_a_coroutine_becomes_an_error(
        self,
    ):
        async def loop():
            quick().send(None)

        with self.assertRaisesRegex(RuntimeError, "StopIteration"):
            loop().send(None)

    def test_loop_on_a_wall_clock_set_back_oversleeps_by_the_step(self):
        clock = HarbourClock(step=-3600)
        heard = []

        second = datetime.timedelta(seconds=1)

        async def lighthouse():
            for _ in range(3):
                await sleep_until(clock.now() + 2 * second)
                heard.append(clock.passed)

        async def keeper():
            await sleep_until(clock.now() + 3 * second)
            heard.append(clock.passed)

        sleepers = []
        for number, task in enumerate((lighthouse(), keeper())):
            heapq.heappush(sleepers, (task.send(None), number, task))
        while sleepers:
            until, number, task = heapq.heappop(sleepers)
            wait = (until - clock.now()).total_seconds()
            clock.sleep(max(0, wait))
            try:
                until = task.send(None)
                heapq.heappush(sleepers, (until, number, task))
            except StopIteration:
                pass
        self.assertEqual(heard, [2, 4, 6, 3603])

    def test_loop_on_a_wall_clock_set_forward_wakes_whatever_is_due_within_the_step(
        self,
    ):
        clock = HarbourClock(step=3600)
        begin = clock.now()
        heard = []
        for due in (2, 3, 3000, 4000):
            until = begin + datetime.timedelta(seconds=due)
            wait = (until - clock.now()).total_seconds()
            clock.sleep(max(0, wait))
            heard.append(clock.passed)
        self.assertEqual(heard, [2, 2, 2, 400])

    @unittest.skipUnless(hasattr(time, "tzset"), "sets its time zone")
    def test_local_time_goes_back_at_the_end_of_summer_time(self):
        self.addCleanup(time.tzset)
        with mock.patch.dict(
            os.environ, TZ="CET-1CEST,M3.5.0,M10.5.0/3"
        ):
            time.tzset()
            # 26 October 2025, one second before and after 01:00 UTC.
            before, after = 1761440399, 1761440401
            local = datetime.datetime.fromtimestamp
            self.assertEqual(
                (local(after) - local(before)).total_seconds(), -3598
            )

    def test_first_send_to_a_coroutine_must_be_none(self):
        coroutine = quick()
        self.addCleanup(coroutine.close)
        with self.assertRaises(TypeError):
            coroutine.send(0)

    def test_monotonic_clock_cannot_be_set_back(self):
        self.assertFalse(time.get_clock_info("monotonic").adjustable)
        self.assertTrue(time.get_clock_info("time").adjustable)

    def test_asyncio_reads_the_monotonic_clock(self):
        with mock.patch.object(time, "monotonic", lambda: 42.0):
            loop = asyncio.new_event_loop()
            self.addCleanup(loop.close)
            self.assertEqual(loop.time(), 42.0)

    def test_mended_loop_sends_in_one_place(self):
        program = (PROGRAMS / "one_send.py").read_text()
        self.assertEqual(program.count(".send("), 1)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            runpy.run_path(str(PROGRAMS / "one_send.py"))
        self.assertEqual(
            printed.getvalue(), "Heron: casts off\nGull: casts off\n"
        )


if __name__ == "__main__":
    unittest.main()
