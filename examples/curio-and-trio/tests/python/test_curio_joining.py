import gc
import unittest
import warnings
from unittest import mock

from on_curio import curio


async def parked():
    await curio.Event().wait()


async def fails():
    raise ValueError("frozen")


async def swallows():
    try:
        await parked()
    except curio.CancelledError:
        return "a value"


class CurioJoining(unittest.TestCase):
    def test_join_raises_a_task_error_with_the_error_as_its_cause(self):
        async def main():
            task = await curio.spawn(fails)
            with self.assertRaises(curio.TaskError) as joined:
                await task.join()
            self.assertIsInstance(
                joined.exception.__cause__, ValueError
            )

        with self.assertLogs("curio"):
            curio.run(main)

    def test_crash_is_logged_before_anybody_joins(self):
        async def main():
            task = await curio.spawn(fails)
            with self.assertLogs("curio", "ERROR") as logged:
                await curio.sleep(0)
            self.assertIn("Task Crash", logged.output[0])
            with self.assertRaises(curio.TaskError):
                await task.join()

        curio.run(main)

    def test_crash_of_a_daemon_is_logged(self):
        async def main():
            await curio.spawn(fails, daemon=True)
            await curio.sleep(0)

        with self.assertLogs("curio", "ERROR") as logged:
            curio.run(main)
        self.assertIn("Task Crash", logged.output[0])

    def test_task_that_was_never_joined_is_logged(self):
        async def value():
            return -4

        async def main(daemon):
            await curio.spawn(value, daemon=daemon)
            await curio.sleep(0)

        with self.assertLogs("curio", "WARNING") as logged:
            curio.run(main, False)
        self.assertIn("never joined", logged.output[0])
        with self.assertNoLogs("curio"):
            curio.run(main, True)

    def test_task_that_crashed_or_was_cancelled_is_not_logged_as_never_joined(
        self,
    ):
        async def main():
            await curio.spawn(fails)
            task = await curio.spawn(parked)
            await curio.sleep(0)
            await task.cancel(blocking=False)

        with self.assertLogs("curio", "WARNING") as logged:
            curio.run(main)
        self.assertEqual(len(logged.output), 1)
        self.assertIn("Task Crash", logged.output[0])

    def test_run_cancels_the_tasks_that_are_left(self):
        log = []

        async def child():
            try:
                await parked()
            finally:
                await curio.sleep(0)
                log.append("cleaned up")

        async def main():
            await curio.spawn(child)
            await curio.sleep(0)

        curio.run(main)
        self.assertEqual(log, ["cleaned up"])

    def test_run_fails_only_if_a_task_from_a_cleanup_outlives_the_cleanups(
        self,
    ):
        async def child(cleanup):
            try:
                await parked()
            finally:
                await cleanup()

        async def main(cleanup):
            await curio.spawn(child, cleanup)
            await curio.sleep(0)

        async def leaves_a_task():
            await curio.spawn(parked)

        async def joins_its_task():
            task = await curio.spawn(curio.sleep, 0.01)
            await task.join()
            joined.append(task)

        joined = []
        curio.run(main, joins_its_task)
        self.assertEqual(len(joined), 1)

        # The kernel complains once more when it is deleted.
        with (
            mock.patch("sys.unraisablehook"),
            warnings.catch_warnings(action="ignore"),
        ):
            with self.assertRaisesRegex(AssertionError, "New tasks"):
                curio.run(main, leaves_a_task)
            gc.collect()

    def test_cancel_returns_when_the_task_has_ended(self):
        log = []

        async def child():
            try:
                await parked()
            finally:
                await curio.sleep(0)
                log.append("ended")

        async def main():
            task = await curio.spawn(child)
            await curio.sleep(0)
            await task.cancel()
            log.append("cancelled")

        curio.run(main)
        self.assertEqual(log, ["ended", "cancelled"])

    def test_cancel_without_blocking_returns_at_once(self):
        async def main():
            task = await curio.spawn(parked)
            await curio.sleep(0)
            await task.cancel(blocking=False)
            self.assertFalse(task.terminated)
            await task.wait()

        curio.run(main)

    def test_task_that_swallows_its_cancel_counts_as_cancelled(self):
        async def main():
            task = await curio.spawn(swallows)
            await curio.sleep(0)
            await task.cancel()
            self.assertTrue(task.cancelled)
            self.assertEqual(task.result, "a value")

        curio.run(main)

    def test_second_cancel_raises_nothing(self):
        seen = []

        async def stubborn():
            for _ in range(2):
                try:
                    await curio.sleep(0.01)
                except curio.CancelledError as error:
                    seen.append(type(error))

        async def main():
            task = await curio.spawn(stubborn)
            await curio.sleep(0)
            await task.cancel(blocking=False)
            await task.cancel()

        curio.run(main)
        self.assertEqual(seen, [curio.TaskCancelled])

    def test_limit_ends_the_wait_of_a_cancel_and_the_task_goes_on(self):
        async def stubborn():
            while not last.is_set():
                try:
                    await last.wait()
                except curio.CancelledError:
                    seen.append("cancelled")
            seen.append("ended")

        async def main():
            task = await curio.spawn(stubborn)
            await curio.sleep(0)
            with self.assertRaises(curio.TaskTimeout):
                await curio.timeout_after(0.01, task.cancel)
            seen.append("main goes on")
            await last.set()
            await task.wait()

        seen, last = [], curio.Event()
        curio.run(main)
        self.assertEqual(seen, ["cancelled", "main goes on", "ended"])

    def test_join_of_a_cancelled_task_is_a_task_error(self):
        async def main():
            task = await curio.spawn(parked)
            await curio.sleep(0)
            await task.cancel()
            with self.assertRaises(curio.TaskError) as joined:
                await task.join()
            cause = joined.exception.__cause__
            self.assertIsInstance(cause, curio.TaskCancelled)

        curio.run(main)

    def test_task_that_is_cancelled_at_once_runs_to_its_first_wait(
        self,
    ):
        log = []

        async def child():
            log.append("begins")
            try:
                await parked()
            finally:
                log.append("cleans up")

        async def main():
            task = await curio.spawn(child)
            await task.cancel()

        curio.run(main)
        self.assertEqual(log, ["begins", "cleans up"])
