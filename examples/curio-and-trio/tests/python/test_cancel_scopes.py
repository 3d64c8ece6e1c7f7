import asyncio
import unittest

import trio
import trio.lowlevel
from trio.testing import MockClock


def run(main):
    """Runs `main` on a clock that jumps."""
    return trio.run(main, clock=MockClock(autojump_threshold=0))


class CancelScopes(unittest.TestCase):
    def test_cancel_of_a_task_does_not_say_who_asked_for_it(self):
        async def stopped():
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError as error:
                return (
                    error.args,
                    error.__traceback__.tb_frame.f_code.co_name,
                )

        async def main():
            seen = []
            for who in "limit", "shutdown":
                task = asyncio.create_task(stopped(), name=who)
                await asyncio.sleep(0)
                task.cancel()
                seen.append(await task)
            self.assertEqual(seen[0], seen[1])

        asyncio.run(main())

    def test_of_two_cancels_in_one_turn_the_task_gets_only_one_message(
        self,
    ):
        async def stopped(seconds):
            seen = []
            for pause in seconds, 0.01:
                try:
                    await asyncio.sleep(pause)
                except asyncio.CancelledError as error:
                    seen.append(*error.args)
            return seen

        async def main(seconds):
            task = asyncio.create_task(stopped(seconds))
            await asyncio.sleep(0)
            task.cancel("limit")
            task.cancel("shutdown")
            return await task

        # One task waits, and the other is ready.
        self.assertEqual(asyncio.run(main(60)), ["limit"])
        self.assertEqual(asyncio.run(main(0)), ["shutdown"])

    def test_asyncio_timeout_lets_a_cancel_from_outside_pass(self):
        async def limited():
            async with asyncio.timeout(3600):
                await asyncio.sleep(7200)

        async def main():
            task = asyncio.create_task(limited())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        asyncio.run(main())

    def test_scope_catches_its_own_cancellation(self):
        async def main():
            start = trio.current_time()
            with trio.move_on_after(1) as scope:
                await trio.sleep(9)
                self.fail("it sleeps no longer than its scope")
            self.assertTrue(scope.cancelled_caught)
            self.assertEqual(trio.current_time() - start, 1)

        run(main)

    def test_inner_scope_lets_the_cancellation_of_the_outer_one_pass(
        self,
    ):
        async def main():
            with trio.move_on_after(1) as outer:
                with trio.move_on_after(5) as inner:
                    await trio.sleep(9)
                self.fail("the outer block has ended")
            self.assertFalse(inner.cancelled_caught)
            self.assertTrue(outer.cancelled_caught)

        run(main)

    def test_outer_scope_catches_where_both_are_cancelled(self):
        async def main():
            with trio.CancelScope() as outer:
                with trio.CancelScope() as inner:
                    inner.cancel()
                    outer.cancel()
                    await trio.sleep(9)
                self.fail("the outer block has ended")
            self.assertFalse(inner.cancelled_caught)
            self.assertTrue(outer.cancelled_caught)

        run(main)

    def test_error_of_the_body_passes_through_a_cancelled_scope(self):
        async def main():
            with (
                self.assertRaises(ValueError),
                trio.CancelScope() as scope,
            ):
                scope.cancel()
                with self.assertRaises(trio.Cancelled):
                    await trio.lowlevel.checkpoint()
                raise ValueError
            self.assertFalse(scope.cancelled_caught)

        run(main)

    def test_nothing_has_ended_when_cancel_returns(self):
        log = []

        async def child():
            try:
                await trio.sleep(9)
            finally:
                log.append("child ends")

        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(child)
                await trio.testing.wait_all_tasks_blocked()
                nursery.cancel_scope.cancel()
                log.append("cancel returned")

        run(main)
        self.assertEqual(log, ["cancel returned", "child ends"])

    def test_value_that_was_returned_before_the_cancel_is_kept(self):
        async def main():
            with trio.CancelScope() as scope:
                value = await trio.to_thread.run_sync(lambda: 7)
                scope.cancel()
            self.assertEqual(value, 7)
            self.assertFalse(scope.cancelled_caught)

        trio.run(main)

    def test_deadline_can_be_moved_while_the_block_runs(self):
        async def main():
            with trio.move_on_after(2) as scope:
                start = trio.current_time()
                scope.deadline = start + 5
                await trio.sleep(9)
            self.assertEqual(trio.current_time() - start, 5)

        run(main)

    def test_scope_counts_its_time_from_its_entry(self):
        async def main():
            scope = trio.move_on_after(2)
            await trio.sleep(5)
            with scope:
                await trio.sleep(1)
            self.assertFalse(scope.cancelled_caught)

        run(main)

    def test_asyncio_timeout_counts_its_time_from_its_making(self):
        async def main():
            limit = asyncio.timeout(0)
            await asyncio.sleep(0)
            with self.assertRaises(TimeoutError):
                async with limit:
                    await asyncio.sleep(3600)

        asyncio.run(main())

    def overdue(self, looks):
        """Whether a block is cancelled whose deadline passes while it computes, and is then moved."""

        async def main():
            with trio.move_on_after(1) as scope:
                clock.jump(2)
                if looks:
                    self.assertTrue(scope.cancel_called)
                scope.deadline = float("inf")
                await trio.lowlevel.checkpoint()
            return scope.cancelled_caught

        clock = MockClock()
        return trio.run(main, clock=clock)

    def test_passed_deadline_can_be_moved_if_nobody_has_looked(self):
        self.assertFalse(self.overdue(looks=False))

    def test_looking_at_a_passed_deadline_cancels_for_good(self):
        self.assertTrue(self.overdue(looks=True))

    def test_call_of_the_class_cancelled_is_refused(self):
        with self.assertRaises(TypeError):
            trio.Cancelled()

    def test_error_in_place_of_a_cancellation_is_not_caught_by_the_scope(
        self,
    ):
        async def main():
            with self.assertRaises(KeyError):
                with trio.move_on_after(1) as scope:
                    try:
                        await trio.sleep(9)
                    finally:
                        raise KeyError("cleanup")
            self.assertFalse(scope.cancelled_caught)

        run(main)
