# ruff: noqa: BLE001, E722 (what they catch is what is tested)
import asyncio
import unittest


class Burnt(Exception):
    pass


async def bake():
    await asyncio.sleep(0)
    raise Burnt


async def turns(count=3):
    for _ in range(count):
        await asyncio.sleep(0)


class Errors(unittest.IsolatedAsyncioTestCase):
    async def test_error_of_a_coroutine_is_raised_at_its_await(self):
        coroutine = bake()
        with self.assertRaises(Burnt):
            await coroutine

    async def test_error_passes_through_awaits_that_do_not_mention_it(
        self,
    ):
        async def oven():
            return await bake()

        async def bakery():
            return await oven()

        with self.assertRaises(Burnt):
            await bakery()

    async def test_try_round_the_call_alone_catches_nothing(self):
        caught = []
        try:
            coroutine = bake()
        except Burnt:
            caught.append("at the call")
        try:
            await coroutine
        except Burnt:
            caught.append("at the await")
        self.assertEqual(caught, ["at the await"])

    async def test_try_round_create_task_catches_nothing(self):
        caught = []
        try:
            task = asyncio.create_task(bake())
            await turns()
        except Burnt:
            caught.append("at the start")
        try:
            await task
        except Burnt:
            caught.append("at the await")
        self.assertEqual(caught, ["at the await"])

    async def test_eager_task_keeps_an_error_of_its_first_step_since_3_12(
        self,
    ):
        async def burn():
            raise Burnt

        loop = asyncio.get_running_loop()
        loop.set_task_factory(asyncio.eager_task_factory)
        task = asyncio.create_task(burn())
        self.assertTrue(task.done())
        with self.assertRaises(Burnt):
            await task

    async def test_eager_task_cancelled_at_once_runs_to_its_finally_since_3_12(
        self,
    ):
        log = []

        async def baker():
            try:
                log.append("bakes")
                await asyncio.sleep(1)
            finally:
                log.append("shuts the oven")

        loop = asyncio.get_running_loop()
        loop.set_task_factory(asyncio.eager_task_factory)
        task = asyncio.create_task(baker())
        task.cancel()
        await asyncio.wait([task])
        self.assertEqual(log, ["bakes", "shuts the oven"])
        self.assertTrue(task.cancelled())

    async def test_returned_coroutine_fails_outside_the_try(self):
        caught = []

        async def bakery():
            try:
                return bake()
            except Burnt:
                caught.append("in the bakery")

        coroutine = await bakery()
        with self.assertRaises(Burnt):
            await coroutine
        self.assertEqual(caught, [])

    async def test_awaited_return_fails_inside_the_try(self):
        async def bakery():
            try:
                return await bake()
            except Burnt:
                return "caught in the bakery"

        self.assertEqual(await bakery(), "caught in the bakery")

    async def cancelled_in_its_first_wait(self, baker):
        log = []
        task = asyncio.create_task(baker(log))
        await turns()
        task.cancel()
        await asyncio.wait([task])
        return task, log

    async def test_bare_except_swallows_cancellation(self):
        async def baker(log):
            try:
                await asyncio.get_running_loop().create_future()
            except:
                log.append("spoiled")
            await turns()
            log.append("goes on")

        task, log = await self.cancelled_in_its_first_wait(baker)
        self.assertEqual(log, ["spoiled", "goes on"])
        self.assertFalse(task.cancelled())
        self.assertIsNone(task.result())

    async def test_running_task_that_is_cancelled_goes_on_to_its_next_await(
        self,
    ):
        log = []

        async def baker():
            try:
                asyncio.current_task().cancel()
                log.append("goes on")
                await asyncio.get_running_loop().create_future()
            except:
                log.append("spoiled")

        await asyncio.create_task(baker())
        self.assertEqual(log, ["goes on", "spoiled"])

    async def test_except_exception_lets_cancellation_through(self):
        async def baker(log):
            try:
                await asyncio.get_running_loop().create_future()
            except Exception:
                log.append("spoiled")
            log.append("goes on")

        task, log = await self.cancelled_in_its_first_wait(baker)
        self.assertEqual(log, [])
        self.assertTrue(task.cancelled())

    async def test_finally_runs_in_a_cancelled_task_and_may_await(self):
        async def baker(log):
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                await turns()
                log.append("shuts the oven")

        task, log = await self.cancelled_in_its_first_wait(baker)
        self.assertEqual(log, ["shuts the oven"])
        self.assertTrue(task.cancelled())

    async def test_cancellation_raised_again_ends_the_task(self):
        async def baker(log):
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                log.append("heard it")
                raise

        task, log = await self.cancelled_in_its_first_wait(baker)
        self.assertEqual(log, ["heard it"])
        self.assertTrue(task.cancelled())

    async def test_task_cancelled_before_it_begins_runs_no_line(self):
        log = []

        async def baker():
            try:
                log.append("bakes")
            finally:
                log.append("shuts the oven")

        task = asyncio.create_task(baker())
        task.cancel()
        await asyncio.wait([task])
        self.assertEqual(log, [])
        self.assertTrue(task.cancelled())

    async def test_second_cancel_interrupts_a_finally_that_awaits(self):
        log = []

        async def baker():
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                log.append("begins to clean")
                await asyncio.get_running_loop().create_future()
                log.append("has cleaned")

        task = asyncio.create_task(baker())
        await turns()
        task.cancel()
        await turns()
        self.assertFalse(task.done())
        task.cancel()
        await asyncio.wait([task])
        self.assertEqual(log, ["begins to clean"])

    def test_cancelled_error_is_no_exception(self):
        self.assertFalse(issubclass(asyncio.CancelledError, Exception))
        self.assertTrue(
            issubclass(asyncio.CancelledError, BaseException)
        )

    async def test_timeout_waits_for_a_task_that_swallows_it(self):
        log = []

        async def baker():
            try:
                await asyncio.get_running_loop().create_future()
            except:
                await turns(100)
                log.append("baker is done")
            return "rye"

        result = await asyncio.wait_for(baker(), timeout=0.01)
        self.assertEqual((result, log), ("rye", ["baker is done"]))


if __name__ == "__main__":
    unittest.main()
