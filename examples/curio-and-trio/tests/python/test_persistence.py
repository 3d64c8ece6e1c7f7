import asyncio
import unittest
from functools import partial

import trio
import trio.lowlevel
from trio.testing import MockClock


def run(main):
    """Runs `main` on a clock that jumps."""
    return trio.run(main, clock=MockClock(autojump_threshold=0))


class Persistence(unittest.TestCase):
    def delivered(self, cancels):
        """How many of three awaits raise in a task that swallows each error."""
        raised = 0

        async def stubborn():
            nonlocal raised
            for _ in range(3):
                try:
                    await asyncio.sleep(0)
                except asyncio.CancelledError:
                    raised += 1

        async def main():
            task = asyncio.create_task(stubborn())
            await asyncio.sleep(0)
            for _ in range(cancels):
                task.cancel()
            await task

        asyncio.run(main())
        return raised

    def test_asyncio_delivers_a_cancel_once(self):
        self.assertEqual(self.delivered(1), 1)

    def test_two_cancels_before_the_task_runs_are_delivered_as_one(
        self,
    ):
        self.assertEqual(self.delivered(2), 1)

    def test_trio_raises_at_every_checkpoint_of_a_cancelled_scope(self):
        async def main():
            send, receive = trio.open_memory_channel(1)
            send.send_nowait("an item")
            waits = [
                trio.lowlevel.checkpoint,
                trio.lowlevel.checkpoint,
                trio.Lock().acquire,
                receive.receive,
                trio.Event().wait,
            ]
            raised = 0
            with trio.CancelScope() as scope:
                scope.cancel()
                for wait in waits:
                    try:
                        await wait()
                    except trio.Cancelled:
                        raised += 1
            self.assertEqual(raised, len(waits))
            await trio.lowlevel.checkpoint()

        run(main)

    def test_start_of_a_child_that_is_ready_at_once_hears_no_cancel(
        self,
    ):
        async def child(task_status):
            task_status.started("ready")

        async def main():
            async with trio.open_nursery() as nursery:
                nursery.cancel_scope.cancel()
                log.append(await nursery.start(child))
                await trio.lowlevel.checkpoint()
                log.append("the checkpoint was passed")

        log = []
        run(main)
        self.assertEqual(log, ["ready"])

    def test_nursery_in_which_no_child_waits_hears_no_cancel(self):
        async def child():
            log.append("child")

        async def main(children):
            with trio.CancelScope() as scope:
                scope.cancel()
                async with trio.open_nursery() as nursery:
                    for _ in range(children):
                        nursery.start_soon(child)
                log.append("the nursery has ended")
                await trio.lowlevel.checkpoint()
                log.append("the checkpoint was passed")

        for children in 0, 1, 2:
            log = []
            run(partial(main, children))
            last = ["child"] * children + ["the nursery has ended"]
            self.assertEqual(log, last)

    def test_job_in_a_thread_returns_its_result_in_spite_of_a_cancel(
        self,
    ):
        def job():
            trio.from_thread.run_sync(scope.cancel)
            return "measured"

        async def main(abandon):
            with scope:
                log.append(
                    await trio.to_thread.run_sync(
                        job, abandon_on_cancel=abandon
                    )
                )
                await trio.lowlevel.checkpoint()
                log.append("the checkpoint was passed")

        for abandon, expected in (False, ["measured"]), (True, []):
            log, scope = [], trio.CancelScope()
            trio.run(main, abandon)
            self.assertEqual(log, expected)

    def test_await_in_a_finally_of_a_cancelled_scope_raises(self):
        log = []

        async def main():
            start = trio.current_time()
            with trio.move_on_after(1):
                try:
                    await trio.sleep(9)
                finally:
                    try:
                        await trio.sleep(1)
                    finally:
                        log.append(trio.current_time() - start)

        run(main)
        self.assertEqual(log, [1.0])

    def test_await_in_a_finally_of_a_cancelled_asyncio_task_succeeds(
        self,
    ):
        log = []

        async def tidy():
            try:
                await asyncio.sleep(3600)
            finally:
                await asyncio.sleep(0)
                log.append("tidied up")

        async def main():
            task = asyncio.create_task(tidy())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])

        asyncio.run(main())
        self.assertEqual(log, ["tidied up"])

    def test_shielded_code_of_trio_runs_on_and_the_block_waits_for_it(
        self,
    ):
        async def main():
            start = trio.current_time()
            with trio.move_on_after(1) as outer:
                with trio.CancelScope(shield=True):
                    await trio.sleep(3)
                self.assertEqual(trio.current_time() - start, 3)
                await trio.sleep(9)
            self.assertEqual(trio.current_time() - start, 3)
            self.assertTrue(outer.cancelled_caught)

        run(main)

    def test_shield_that_is_lifted_lets_the_cancellation_in(self):
        async def lift(shield):
            await trio.sleep(2)
            shield.shield = False

        async def main():
            start = trio.current_time()
            async with trio.open_nursery() as nursery:
                nursery.cancel_scope.deadline = start + 1
                with trio.CancelScope(shield=True) as shield:
                    nursery.start_soon(self.in_shield, lift, shield)
                    await trio.sleep(9)
            self.assertEqual(trio.current_time() - start, 2)

        run(main)

    async def in_shield(self, function, argument):
        with trio.CancelScope(shield=True):
            await function(argument)

    def test_shielded_scope_can_have_a_deadline_of_its_own(self):
        async def main():
            start = trio.current_time()
            with trio.move_on_after(1):
                with trio.move_on_after(2, shield=True):
                    await trio.sleep(9)
                self.assertEqual(trio.current_time() - start, 2)
                await trio.sleep(9)
            self.assertEqual(trio.current_time() - start, 2)

        run(main)

    def test_asyncio_shield_ends_at_once_and_what_it_protects_goes_on(
        self,
    ):
        log = []

        async def save(may_end):
            await may_end.wait()
            log.append("saved")

        async def main():
            may_end = asyncio.Event()
            saving = asyncio.create_task(save(may_end))
            outer = asyncio.ensure_future(asyncio.shield(saving))
            await asyncio.sleep(0)
            outer.cancel()
            await asyncio.wait([outer])
            log.append("outer ended")
            may_end.set()
            await saving

        asyncio.run(main())
        self.assertEqual(log, ["outer ended", "saved"])

    def test_run_cancels_what_an_asyncio_shield_has_left(self):
        log = []

        async def save():
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                log.append("cancelled")
                raise

        async def main():
            outer = asyncio.ensure_future(asyncio.shield(save()))
            await asyncio.sleep(0)
            outer.cancel()
            await asyncio.wait([outer])

        asyncio.run(main())
        self.assertEqual(log, ["cancelled"])

    def test_receive_lets_others_run_although_an_item_is_there(self):
        log = []

        async def watch():
            log.append("watcher")

        async def main():
            add, items = trio.open_memory_channel(3)
            async with trio.open_nursery() as nursery:
                for item in range(3):
                    add.send_nowait(item)
                nursery.start_soon(watch)
                for _ in range(3):
                    log.append(await items.receive())

        run(main)
        self.assertNotEqual(log[-1], "watcher")

    def test_get_of_an_asyncio_queue_keeps_the_turn_while_items_are_there(
        self,
    ):
        log = []

        async def watch():
            log.append("watcher")

        async def main():
            queue = asyncio.Queue()
            for item in range(3):
                queue.put_nowait(item)
            watcher = asyncio.create_task(watch())
            for _ in range(3):
                log.append(await queue.get())
            await watcher

        asyncio.run(main())
        self.assertEqual(log, [0, 1, 2, "watcher"])

    def test_get_that_need_not_wait_does_not_hear_of_a_cancel(self):
        async def main():
            queue = asyncio.Queue()
            queue.put_nowait(7)
            asyncio.current_task().cancel()
            self.assertEqual(await queue.get(), 7)
            with self.assertRaises(asyncio.CancelledError):
                await queue.get()

        asyncio.run(main())

    def test_operation_in_a_cancelled_scope_does_not_begin(self):
        async def main():
            add, items = trio.open_memory_channel(1)
            add.send_nowait(7)
            with trio.CancelScope() as scope:
                scope.cancel()
                await items.receive()
            self.assertTrue(scope.cancelled_caught)
            self.assertEqual(items.receive_nowait(), 7)

        run(main)

    def test_aclose_in_a_cancelled_scope_closes_and_then_raises(self):
        async def main():
            add, _ = trio.open_memory_channel(1)
            with trio.CancelScope() as scope:
                scope.cancel()
                await add.aclose()
            self.assertTrue(scope.cancelled_caught)
            with self.assertRaises(trio.ClosedResourceError):
                add.send_nowait(7)

        run(main)

    def test_checkpoint_can_be_asked_for_by_name(self):
        log = []

        async def watch():
            log.append("watcher")

        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(watch)
                for _ in range(3):
                    await trio.lowlevel.checkpoint()
                log.append("main")

        run(main)
        self.assertEqual(log, ["watcher", "main"])
