import asyncio
import unittest


async def parked():
    await asyncio.get_running_loop().create_future()


async def turns(number):
    for _ in range(number):
        await asyncio.sleep(0)


async def fails():
    raise ValueError


async def group_that_fails():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
    except* ValueError:
        pass


async def handles_an_error_of_a_group():
    await group_that_fails()
    await asyncio.sleep(0)


async def handles_an_error_of_a_body():
    try:
        async with asyncio.TaskGroup():
            raise ValueError
    except* ValueError:
        pass
    await asyncio.sleep(0)


async def cancelled_in(cleanup):
    """What a task logs that is cancelled and then runs `cleanup`."""
    log = []

    async def worker():
        try:
            await parked()
        finally:
            await cleanup()
            log.append("clean")

    task = asyncio.create_task(worker())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    return log


class Uncancel(unittest.IsolatedAsyncioTestCase):
    async def test_handled_error_of_a_group_cancels_a_cleanup_again_since_3_13(
        self,
    ):
        for cleanup in (
            handles_an_error_of_a_group,
            handles_an_error_of_a_body,
        ):
            self.assertEqual(await cancelled_in(cleanup), [])

    async def test_cleanup_that_a_group_cancels_again_goes_on_to_its_next_pause_since_3_13(
        self,
    ):
        log = []

        async def does_not_pause():
            log.append("no pause")

        async def cleanup():
            await group_that_fails()
            await does_not_pause()
            log.append("pause")
            await asyncio.sleep(0)
            log.append("not reached")

        self.assertEqual(await cancelled_in(cleanup), [])
        self.assertEqual(log, ["no pause", "pause"])

    async def test_cleanup_in_a_task_of_its_own_is_not_cancelled_again(
        self,
    ):
        async def cleanup():
            await asyncio.create_task(handles_an_error_of_a_group())

        self.assertEqual(await cancelled_in(cleanup), ["clean"])

    async def test_task_in_a_cleanup_starts_without_a_request(self):
        async def counts():
            return asyncio.current_task().cancelling()

        seen = []

        async def cleanup():
            seen.append(asyncio.current_task().cancelling())
            seen.append(await asyncio.create_task(counts()))

        await cancelled_in(cleanup)
        self.assertEqual(seen, [1, 0])

    async def test_cleanup_behind_an_uncancel_is_not_cancelled_again(
        self,
    ):
        async def cleanup():
            asyncio.current_task().uncancel()
            await handles_an_error_of_a_group()

        self.assertEqual(await cancelled_in(cleanup), ["clean"])

    async def test_group_without_an_error_lets_a_cleanup_go_on(self):
        async def cleanup():
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(0))
            await asyncio.sleep(0)

        self.assertEqual(await cancelled_in(cleanup), ["clean"])

    async def test_group_that_is_cancelled_in_a_cleanup_ends_the_cleanup_since_3_15(
        self,
    ):
        log = []

        async def cleanup():
            async with asyncio.TaskGroup() as group:
                group.create_task(parked())
                group.cancel()
                log.append("body")
            log.append("not reached")

        self.assertEqual(await cancelled_in(cleanup), [])
        self.assertEqual(log, ["body"])

    async def test_timeout_in_a_cleanup_lets_it_go_on(self):
        async def cleanup():
            try:
                async with asyncio.timeout(0):
                    await parked()
            except TimeoutError:
                pass
            await asyncio.sleep(0)

        self.assertEqual(await cancelled_in(cleanup), ["clean"])

    async def test_task_that_returns_does_not_count_as_cancelled(self):
        async def worker():
            try:
                await parked()
            except asyncio.CancelledError:
                return "value"

        task = asyncio.create_task(worker())
        await asyncio.sleep(0)
        task.cancel()
        self.assertEqual(await task, "value")
        self.assertEqual(
            (task.cancelled(), task.cancelling()), (False, 1)
        )

    async def test_swallowed_request_comes_back_behind_a_failed_group_since_3_13(
        self,
    ):
        log = []

        async def serves():
            try:
                await parked()
            except asyncio.CancelledError:
                log.append("swallowed")
            await asyncio.sleep(0)
            log.append("goes on")
            await handles_an_error_of_a_group()
            log.append("behind the group")

        task = asyncio.create_task(serves())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        self.assertEqual(log, ["swallowed", "goes on"])
        self.assertTrue(task.cancelled())

    async def test_uncancel_stops_at_zero(self):
        task = asyncio.current_task()
        self.assertEqual([task.uncancel(), task.uncancel()], [0, 0])

    async def test_uncancel_to_zero_drops_a_request_not_yet_delivered_since_3_13(
        self,
    ):
        async def worker():
            task = asyncio.current_task()
            task.cancel()
            task.uncancel()
            await asyncio.sleep(0)

        task = asyncio.create_task(worker())
        await asyncio.wait([task])
        self.assertFalse(task.cancelled())

    async def test_body_that_swallows_the_cancel_of_its_group_goes_on(
        self,
    ):
        log = []
        with self.assertRaises(ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                group.create_task(fails())
                try:
                    await parked()
                except asyncio.CancelledError:
                    log.append("swallowed")
                await asyncio.sleep(0)
                log.append("goes on")
                late = parked()
                with self.assertRaises(RuntimeError):
                    group.create_task(late)
                late.close()
        self.assertEqual(log, ["swallowed", "goes on"])
        self.assertEqual(asyncio.current_task().cancelling(), 0)

    async def cancelled_while_it_waits(self, block):
        """What a task logs that is cancelled in a `block` that waits."""
        log, clean = [], asyncio.Event()

        async def cleans_up():
            try:
                await parked()
            finally:
                await clean.wait()

        async def worker():
            await block(cleans_up)
            log.append("behind the block")
            await asyncio.sleep(0)
            log.append("next await")

        task = asyncio.create_task(worker())
        await turns(5)
        task.cancel()
        await turns(5)
        self.assertFalse(task.done())
        clean.set()
        with self.assertRaises(asyncio.CancelledError):
            await task
        return log

    async def test_cancel_while_a_failed_group_waits_arrives_behind_it_since_3_13(
        self,
    ):
        async def failed(cleans_up):
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(cleans_up())
                    await asyncio.sleep(0)
                    group.create_task(fails())
            except* ValueError:
                pass

        self.assertEqual(
            await self.cancelled_while_it_waits(failed),
            ["behind the block"],
        )

    async def test_cancel_while_a_cancelled_group_waits_leaves_the_block_since_3_15(
        self,
    ):
        async def cancelled(cleans_up):
            async with asyncio.TaskGroup() as group:
                group.create_task(cleans_up())
                await asyncio.sleep(0)
                group.cancel()

        self.assertEqual(
            await self.cancelled_while_it_waits(cancelled), []
        )
