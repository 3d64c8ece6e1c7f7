import asyncio
import unittest


async def parked():
    await asyncio.get_running_loop().create_future()


async def fails(error):
    raise error


async def cleans_up_slowly(log):
    try:
        await parked()
    finally:
        await asyncio.sleep(0)
        log.append("cleaned up")


class TaskGroups(unittest.IsolatedAsyncioTestCase):
    async def test_group_waits_until_the_cancelled_sibling_has_cleaned_up(
        self,
    ):
        log = []
        with self.assertRaises(ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                group.create_task(cleans_up_slowly(log))
                group.create_task(fails(ValueError()))
        self.assertEqual(log, ["cleaned up"])

    async def cancellations_left_by_a_group(self, body):
        with self.assertRaises(ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                group.create_task(fails(ValueError()))
                await body()
        return asyncio.current_task().cancelling()

    async def test_group_uncancels_the_task_whose_body_it_has_stopped(
        self,
    ):
        left = await self.cancellations_left_by_a_group(parked)
        self.assertEqual(left, 0)

    async def test_group_uncancels_the_task_that_waits_at_its_end_since_3_13(
        self,
    ):
        async def ends():
            pass

        left = await self.cancellations_left_by_a_group(ends)
        self.assertEqual(left, 0)

    async def test_sibling_that_swallows_its_cancellation_holds_the_group(
        self,
    ):
        log, released = [], asyncio.Event()

        async def stubborn():
            try:
                await parked()
            except asyncio.CancelledError:
                log.append("swallowed")
            await released.wait()
            log.append("released")

        async def block():
            async with asyncio.TaskGroup() as group:
                group.create_task(stubborn())
                group.create_task(fails(ValueError()))

        task = asyncio.create_task(block())
        for _ in range(20):
            await asyncio.sleep(0)
        self.assertEqual((log, task.done()), (["swallowed"], False))
        released.set()
        with self.assertRaises(ExceptionGroup):
            await task
        self.assertEqual(log, ["swallowed", "released"])

    async def test_plain_except_does_not_catch_what_is_in_the_group(
        self,
    ):
        with self.assertRaises(ExceptionGroup) as caught:
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(fails(ValueError("refused")))
            except ValueError:
                self.fail("caught")
        [error] = caught.exception.exceptions
        self.assertIsInstance(error, ValueError)

    async def test_failing_cleanup_of_a_sibling_is_in_the_same_group(
        self,
    ):
        async def fails_when_cancelled():
            try:
                await parked()
            finally:
                raise KeyError("cleanup")

        caught = []
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fails_when_cancelled())
                group.create_task(fails(ValueError("refused")))
        except* ValueError as errors:
            caught += errors.exceptions
        except* KeyError as errors:
            caught += errors.exceptions
        self.assertEqual(
            [type(error) for error in caught], [ValueError, KeyError]
        )

    async def test_error_of_the_body_cancels_the_children_and_is_in_the_group(
        self,
    ):
        with self.assertRaises(ExceptionGroup) as caught:
            async with asyncio.TaskGroup() as group:
                child = group.create_task(parked())
                await asyncio.sleep(0)
                raise ValueError
        self.assertTrue(child.cancelled())
        [error] = caught.exception.exceptions
        self.assertIsInstance(error, ValueError)

    async def test_cancelled_child_that_the_body_awaits_ends_the_siblings(
        self,
    ):
        with self.assertRaises(asyncio.CancelledError):
            async with asyncio.TaskGroup() as group:
                child = group.create_task(asyncio.sleep(60))
                sibling = group.create_task(asyncio.sleep(60))
                await asyncio.sleep(0)
                child.cancel()
                await child
        self.assertTrue(sibling.cancelled())

    async def test_child_that_is_cancelled_alone_ends_no_sibling(self):
        async def sibling():
            await asyncio.sleep(0)
            return "finished"

        async with asyncio.TaskGroup() as group:
            child = group.create_task(parked())
            other = group.create_task(sibling())
            child.cancel()
        self.assertTrue(child.cancelled())
        self.assertEqual(other.result(), "finished")

    async def test_child_can_add_children_while_the_block_waits(self):
        log = []

        async def late():
            log.append("late")

        async def child(group):
            await asyncio.sleep(0)
            group.create_task(late())

        async with asyncio.TaskGroup() as group:
            group.create_task(child(group))
        self.assertEqual(log, ["late"])

    async def test_body_that_awaits_a_failing_child_sees_a_cancellation(
        self,
    ):
        seen = []
        with self.assertRaises(ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                child = group.create_task(fails(ValueError()))
                try:
                    await child
                except BaseException as error:
                    seen.append(type(error))
                    raise
        self.assertEqual(seen, [asyncio.CancelledError])

    async def test_task_outside_the_group_raises_its_error_where_it_is_awaited(
        self,
    ):
        seen = []
        async with asyncio.TaskGroup():
            price = asyncio.create_task(fails(ValueError()))
            try:
                await price
            except ValueError:
                seen.append("fallback")
        self.assertEqual(seen, ["fallback"])

    async def test_child_that_handles_its_own_error_ends_no_sibling(
        self,
    ):
        async def price():
            try:
                await fails(ValueError())
            except ValueError:
                return "yesterday's"

        async with asyncio.TaskGroup() as group:
            child = group.create_task(price())
        self.assertEqual(child.result(), "yesterday's")

    async def ends(self, how):
        """How two children end of which the first was cancelled."""

        async def work():
            await go_on.wait()
            return "value"

        async def child():
            return await how(shared)

        go_on = asyncio.Event()
        shared = asyncio.create_task(work())
        async with asyncio.TaskGroup() as group:
            first = group.create_task(child())
            second = group.create_task(child())
            await asyncio.sleep(0)
            first.cancel()
            for _ in range(5):
                await asyncio.sleep(0)
            go_on.set()
        return [
            "cancelled" if task.cancelled() else task.result()
            for task in (first, second, shared)
        ]

    async def test_cancelled_child_cancels_the_task_that_two_children_await(
        self,
    ):
        async def plainly(task):
            return await task

        self.assertEqual(await self.ends(plainly), ["cancelled"] * 3)

    async def test_gather_around_a_shared_task_protects_nothing(self):
        async def gathered(task):
            return await asyncio.gather(task)

        self.assertEqual(await self.ends(gathered), ["cancelled"] * 3)

    async def test_shield_around_a_shared_task_protects_the_other_child(
        self,
    ):
        async def shielded(task):
            return await asyncio.shield(task)

        self.assertEqual(
            await self.ends(shielded), ["cancelled", "value", "value"]
        )

    async def test_wait_for_a_shared_task_protects_the_other_child(
        self,
    ):
        async def waiting(task):
            await asyncio.wait([task])
            return task.result()

        self.assertEqual(
            await self.ends(waiting), ["cancelled", "value", "value"]
        )

    async def test_cancelled_group_ends_without_an_error_since_3_15(
        self,
    ):
        async with asyncio.TaskGroup() as group:
            child = group.create_task(parked())
            group.cancel()
            await parked()
        self.assertTrue(child.cancelled())
        self.assertEqual(asyncio.current_task().cancelling(), 0)

    async def test_child_that_cancels_its_group_and_returns_loses_its_value_since_3_15(
        self,
    ):
        async def child(group):
            group.cancel()
            return "value"

        async with asyncio.TaskGroup() as group:
            task = group.create_task(child(group))
        self.assertTrue(task.cancelled())

    async def test_body_that_cancels_its_group_after_a_child_keeps_the_value_since_3_15(
        self,
    ):
        async def child():
            return "value"

        async with asyncio.TaskGroup() as group:
            first = group.create_task(child())
            group.create_task(parked())
            await first
            group.cancel()
        self.assertEqual(first.result(), "value")

    async def test_error_of_a_cleanup_leaves_a_cancelled_group_since_3_15(
        self,
    ):
        async def fails_when_cancelled():
            try:
                await parked()
            finally:
                raise KeyError("cleanup")

        with self.assertRaises(ExceptionGroup) as caught:
            async with asyncio.TaskGroup() as group:
                group.create_task(fails_when_cancelled())
                await asyncio.sleep(0)
                group.cancel()
        [error] = caught.exception.exceptions
        self.assertIsInstance(error, KeyError)

    async def test_group_cancelled_before_its_block_ends_at_the_first_await_since_3_15(
        self,
    ):
        log = []
        group = asyncio.TaskGroup()
        group.cancel()
        async with group:
            log.append("begins")
            await asyncio.sleep(0)
            log.append("goes on")
        self.assertEqual(log, ["begins"])

    async def test_group_cancelled_before_its_block_refuses_a_child_since_3_15(
        self,
    ):
        group = asyncio.TaskGroup()
        group.cancel()
        with self.assertRaises(ExceptionGroup) as caught:
            async with group:
                group.create_task(parked())
        [error] = caught.exception.exceptions
        self.assertIsInstance(error, RuntimeError)
        self.assertIn("is shutting down", str(error))

    def test_group_has_no_cancel_before_3_15(self):
        self.assertFalse(hasattr(asyncio.TaskGroup, "cancel"))

    async def test_child_that_raises_its_own_error_ends_the_group_on_any_release(
        self,
    ):
        class Enough(Exception):
            """All that was needed is here."""

        log = []

        async def child():
            log.append("value")
            raise Enough

        try:
            async with asyncio.TaskGroup() as group:
                sibling = group.create_task(parked())
                group.create_task(child())
        except* Enough:
            log.append("ended")
        self.assertEqual(log, ["value", "ended"])
        self.assertTrue(sibling.cancelled())
