import asyncio
import unittest


async def parked():
    await asyncio.get_running_loop().create_future()


async def turns(number):
    for _ in range(number):
        await asyncio.sleep(0)


async def stops():
    await parked()


async def refuses():
    try:
        await parked()
    except asyncio.CancelledError:
        return "a value"


async def fails():
    try:
        await parked()
    finally:
        raise KeyError("in the cleanup")


async def plain(child):
    return await child()


async def gather(child):
    return await asyncio.gather(child())


async def collect(child):
    return await asyncio.gather(child(), return_exceptions=True)


async def group(child):
    async with asyncio.TaskGroup() as group:
        task = group.create_task(child())
    return task.result()


async def wait_for(child):
    return await asyncio.wait_for(child(), 1000)


def strike_soon(limit):
    """Ends a block when what it awaits has begun."""

    async def strike():
        await turns(3)
        limit.reschedule(0)

    return asyncio.create_task(strike())


async def limited(way, child):
    try:
        async with asyncio.timeout(None) as limit:
            strikes = strike_soon(limit)
            return await way(child)
    except (TimeoutError, KeyError, ExceptionGroup) as error:
        return type(error)
    finally:
        await strikes


async def cancelled(way, child):
    task = asyncio.create_task(way(child))
    await turns(3)
    task.cancel()
    await asyncio.wait([task])
    if task.cancelled():
        return asyncio.CancelledError
    return type(task.exception()) if task.exception() else task.result()


class Crossing(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.unasked = []

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: self.unasked.append(context)
        )

    async def outcome(self, way, child, limit, cancel):
        self.assertEqual(await limited(way, child), limit)
        self.assertEqual(await cancelled(way, child), cancel)

    async def test_value_of_a_child_that_refuses_leaves_a_plain_await(
        self,
    ):
        await self.outcome(plain, refuses, "a value", "a value")

    async def test_error_of_a_cleanup_leaves_a_plain_await(self):
        await self.outcome(plain, fails, KeyError, KeyError)

    async def test_gather_loses_the_value_of_a_child_that_refuses(self):
        for way in gather, collect:
            await self.outcome(
                way, refuses, TimeoutError, asyncio.CancelledError
            )

    async def test_error_of_a_cleanup_replaces_the_cancellation_of_a_gather(
        self,
    ):
        await self.outcome(gather, fails, KeyError, KeyError)

    async def test_gather_that_returns_exceptions_loses_the_error(self):
        await self.outcome(
            collect, fails, TimeoutError, asyncio.CancelledError
        )

    async def test_cancelled_gather_ends_after_all_of_its_children(
        self,
    ):
        log, clean = [], asyncio.Event()

        async def cleans_up():
            try:
                await parked()
            finally:
                await clean.wait()
                log.append("child")

        task = asyncio.create_task(
            collect(cleans_up), name="collects exceptions"
        )
        await turns(3)
        task.cancel()
        await turns(5)
        self.assertFalse(task.done())
        clean.set()
        await asyncio.wait([task])
        self.assertEqual((log, task.cancelled()), (["child"], True))

    async def test_group_loses_the_value_of_a_child_that_refuses(self):
        await self.outcome(
            group, refuses, TimeoutError, asyncio.CancelledError
        )

    async def test_error_of_a_cleanup_leaves_a_cancelled_group_in_a_group(
        self,
    ):
        await self.outcome(group, fails, ExceptionGroup, ExceptionGroup)

    async def test_wait_for_is_like_a_plain_await_since_3_12(self):
        await self.outcome(wait_for, refuses, "a value", "a value")
        await self.outcome(wait_for, fails, KeyError, KeyError)

    async def test_wait_for_loses_what_its_child_says_until_3_11(self):
        for child in refuses, fails:
            await self.outcome(
                wait_for, child, TimeoutError, asyncio.CancelledError
            )

    async def test_wait_and_shield_leave_the_child_alone(self):
        async def wait(child):
            await asyncio.wait([child])

        async def shield(child):
            await asyncio.shield(child)

        for way in wait, shield:
            child = asyncio.create_task(parked())
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0):
                    await way(child)
            await turns(3)
            self.assertFalse(child.done())
            child.cancel()
            await asyncio.wait([child])

    async def goes_on_behind_its_limit(self, way):
        log = []
        try:
            async with asyncio.timeout(None) as limit:
                strikes = strike_soon(limit)
                try:
                    await way(fails)
                except* KeyError:
                    log.append("handled")
                await turns(5)
                log.append("goes on")
        except TimeoutError:
            log.append("limit")
        await strikes
        return log

    async def test_error_that_is_handled_in_the_block_takes_its_limit_away(
        self,
    ):
        for way in plain, gather:
            self.assertEqual(
                await self.goes_on_behind_its_limit(way),
                ["handled", "goes on"],
            )

    async def test_group_keeps_the_limit_around_it_since_3_13(self):
        self.assertEqual(
            await self.goes_on_behind_its_limit(group),
            ["handled", "limit"],
        )

    async def test_error_that_is_handled_outside_the_block_has_expired_it(
        self,
    ):
        with self.assertRaises(KeyError):
            async with asyncio.timeout(0) as limit:
                await fails()
        self.assertTrue(limit.expired())

    async def released_and_cancelled(self, acquire):
        lock = asyncio.Lock()
        await lock.acquire()
        task = asyncio.create_task(acquire(lock))
        await turns(3)
        lock.release()
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled(), lock.locked()

    async def test_waiter_that_is_cancelled_as_the_lock_is_freed_leaves_it(
        self,
    ):
        async def acquire(lock):
            async with asyncio.timeout(1000):
                await lock.acquire()

        self.assertEqual(
            await self.released_and_cancelled(acquire), (True, False)
        )

    async def test_wait_for_swallows_that_cancellation_until_3_11(self):
        async def acquire(lock):
            await asyncio.wait_for(lock.acquire(), 1000)

        self.assertEqual(
            await self.released_and_cancelled(acquire), (False, True)
        )

    async def test_child_cannot_be_added_to_a_group_that_stops(self):
        refused = []

        async def child(group):
            try:
                await parked()
            finally:
                late = parked()
                try:
                    group.create_task(late)
                except RuntimeError as error:
                    refused.append(str(error))
                    late.close()

        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(None) as limit:
                strikes = strike_soon(limit)
                async with asyncio.TaskGroup() as group:
                    group.create_task(child(group))
        await strikes
        [message] = refused
        self.assertIn("is shutting down", message)


class Shutdown(unittest.TestCase):
    def late_turns(self, factory=None, uses_a_thread=False):
        """How far a task gets that a task starts as `run` ends."""
        log, tasks = [], []

        async def late():
            for turn in range(1, 100):
                log.append(turn)
                await asyncio.sleep(0)

        async def background():
            try:
                await parked()
            finally:
                tasks.append(asyncio.create_task(late()))

        async def main():
            asyncio.get_running_loop().set_task_factory(factory)
            asyncio.get_running_loop().set_exception_handler(
                lambda *_: None
            )
            task = asyncio.create_task(background())
            await asyncio.sleep(0)
            if uses_a_thread:
                await asyncio.to_thread(int)
            return task

        asyncio.run(main())
        [task] = tasks
        return log, task.done()

    def test_task_that_starts_as_run_ends_has_six_turns(self):
        self.assertEqual(self.late_turns(), ([1, 2, 3, 4, 5, 6], False))

    def test_eager_task_that_starts_as_run_ends_has_seven_turns_since_3_12(
        self,
    ):
        self.assertEqual(
            self.late_turns(asyncio.eager_task_factory),
            ([1, 2, 3, 4, 5, 6, 7], False),
        )

    def test_task_that_starts_as_run_ends_has_more_turns_after_a_job_in_a_thread(
        self,
    ):
        log, _ = self.late_turns(uses_a_thread=True)
        self.assertGreater(len(log), 7)

    def test_background_task_that_awaits_its_late_task_lets_it_end(
        self,
    ):
        log = []

        async def late():
            await turns(50)
            log.append("ended")

        async def background():
            try:
                await parked()
            finally:
                await asyncio.create_task(late())

        async def main():
            task = asyncio.create_task(background())
            await asyncio.sleep(0)
            return task

        asyncio.run(main())
        self.assertEqual(log, ["ended"])
