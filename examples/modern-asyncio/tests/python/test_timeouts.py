import asyncio
import unittest


async def parked():
    await asyncio.get_running_loop().create_future()


async def immediate():
    return "value"


async def gives_way():
    await asyncio.sleep(0)
    return "value"


async def with_wait_for(call):
    return await asyncio.wait_for(call(), 0)


async def with_timeout(call):
    async with asyncio.timeout(0):
        return await call()


class Timeouts(unittest.IsolatedAsyncioTestCase):
    async def equal_limits(self, body):
        """Two nested blocks that end at once: what was seen of them."""
        seen = []
        now = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(now) as outer:
                try:
                    async with asyncio.timeout_at(now) as inner:
                        await body()
                except TimeoutError:
                    seen.append("inner except")
                await asyncio.sleep(0)
                seen.append("after the inner block")
        except TimeoutError:
            seen.append("outer except")
        return seen, inner.expired(), outer.expired()

    async def test_inner_of_two_equal_limits_expires_without_an_error(
        self,
    ):
        self.assertEqual(
            await self.equal_limits(parked),
            (["outer except"], True, True),
        )
        self.assertEqual(asyncio.current_task().cancelling(), 0)

    async def test_two_equal_limits_can_both_be_lost_by_one_swallowing(
        self,
    ):
        async def swallows():
            try:
                await parked()
            except asyncio.CancelledError:
                pass

        self.assertEqual(
            await self.equal_limits(swallows),
            (["after the inner block"], True, True),
        )

    async def test_block_that_is_over_before_its_limit_raises_nothing(
        self,
    ):
        async with asyncio.timeout(0) as limit:
            await immediate()
        self.assertFalse(limit.expired())
        for _ in range(5):
            await asyncio.sleep(0)
        self.assertFalse(limit.expired())

    async def test_limit_that_is_moved_to_the_past_strikes_at_the_next_await(
        self,
    ):
        log = []
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(None) as limit:
                limit.reschedule(0)
                log.append("goes on")
                await parked()
        self.assertEqual(log, ["goes on"])

    async def test_limit_that_another_task_moves_to_the_past_ends_the_wait(
        self,
    ):
        log = []

        async def download():
            nonlocal idle
            async with asyncio.timeout(1000) as idle:
                log.append("waits")
                await parked()
                log.append("goes on")

        idle = None
        task = asyncio.create_task(download())
        await asyncio.sleep(0)
        idle.reschedule(0)
        done, _ = await asyncio.wait([task], timeout=60)
        self.assertTrue(done)
        with self.assertRaises(TimeoutError):
            await task
        self.assertEqual(log, ["waits"])

    async def test_limit_can_be_moved_to_later(self):
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(0) as limit:
            limit.reschedule(loop.time() + 1000)
            for _ in range(5):
                await asyncio.sleep(0)
        self.assertFalse(limit.expired())
        self.assertGreater(limit.when(), loop.time())

    async def test_limit_of_a_block_that_is_over_cannot_be_moved(self):
        async with asyncio.timeout(1000) as limit:
            await immediate()
        with self.assertRaises(RuntimeError):
            limit.reschedule(0)

    async def test_timeout_block_is_entered_once(self):
        limit = asyncio.timeout(1000)
        async with limit:
            with self.assertRaises(RuntimeError):
                async with limit:
                    self.fail("entered")

    async def test_error_of_a_cleanup_takes_the_place_of_the_timeout(
        self,
    ):
        async def fails_when_cancelled():
            try:
                await parked()
            finally:
                raise KeyError("cleanup")

        with self.assertRaises(KeyError):
            async with asyncio.timeout(0) as limit:
                await fails_when_cancelled()
        self.assertTrue(limit.expired())
        self.assertEqual(asyncio.current_task().cancelling(), 0)

    async def test_block_does_not_limit_a_task_that_is_made_in_it(self):
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0):
                task = asyncio.create_task(gives_way())
                await parked()
        self.assertEqual(await task, "value")

    async def test_limit_cancels_a_task_that_the_block_awaits(self):
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0):
                task = asyncio.create_task(parked())
                await task
        self.assertTrue(task.cancelled())

    async def test_block_limits_the_children_of_a_group_in_it(self):
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0):
                async with asyncio.TaskGroup() as group:
                    child = group.create_task(parked())
        self.assertTrue(child.cancelled())

    async def test_block_waits_for_the_cleanup_of_what_it_limits(self):
        log = []

        async def cleans_up():
            try:
                await parked()
            finally:
                await asyncio.sleep(0)
                log.append("cleaned up")

        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0):
                await cleans_up()
        self.assertEqual(log, ["cleaned up"])

    async def test_timeout_error_is_caught_outside_the_block_only(self):
        seen = []
        try:
            async with asyncio.timeout(0):
                try:
                    await parked()
                except TimeoutError:
                    seen.append("inside")
        except TimeoutError:
            seen.append("outside")
        self.assertEqual(seen, ["outside"])

    async def test_outer_limit_is_not_caught_by_the_limit_of_a_call(
        self,
    ):
        seen = []
        try:
            async with asyncio.timeout(0):
                try:
                    await asyncio.wait_for(parked(), 1000)
                except TimeoutError:
                    seen.append("call")
        except TimeoutError:
            seen.append("block")
        self.assertEqual(seen, ["block"])

    async def test_wait_for_zero_starts_no_coroutine(self):
        log = []

        async def call():
            log.append("started")

        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(call(), 0)
        self.assertEqual(log, [])

    async def test_timeout_zero_returns_what_never_waits(self):
        self.assertEqual(await with_timeout(immediate), "value")

    async def test_zero_limits_raise_for_what_gives_way_once(self):
        for limited in with_wait_for, with_timeout:
            with self.assertRaises(TimeoutError):
                await limited(gives_way)

    async def test_wait_for_zero_returns_what_an_eager_task_has_finished_since_3_12(
        self,
    ):
        asyncio.get_running_loop().set_task_factory(
            asyncio.eager_task_factory
        )
        self.assertEqual(await with_wait_for(immediate), "value")

    async def test_wait_for_zero_returns_what_a_finished_task_has(self):
        task = asyncio.create_task(immediate())
        await asyncio.sleep(0)
        self.assertEqual(await asyncio.wait_for(task, 0), "value")

    def test_timeout_block_is_refused_outside_a_task(self):
        async def enter():
            async with asyncio.timeout(1):
                self.fail(await immediate())

        def callback(done):
            try:
                enter().send(None)
            except RuntimeError as error:
                done.set_result(str(error))

        async def main():
            loop = asyncio.get_running_loop()
            done = loop.create_future()
            loop.call_soon(callback, done)
            return await done

        self.assertIn("inside a task", asyncio.run(main()))
