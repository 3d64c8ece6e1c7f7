import unittest

from on_curio import curio


async def parked():
    await curio.Event().wait()


class CurioLimits(unittest.TestCase):
    def test_timeout_of_curio_is_a_cancellation_and_no_exception(self):
        self.assertTrue(
            issubclass(curio.TaskTimeout, curio.CancelledError)
        )
        self.assertFalse(issubclass(curio.TaskTimeout, TimeoutError))
        self.assertFalse(issubclass(curio.TaskTimeout, Exception))

    def test_timeout_that_leaves_its_block_is_uncaught_for_the_next(
        self,
    ):
        log = []

        async def main():
            async with curio.timeout_after(60):
                try:
                    async with curio.timeout_after(0.01):
                        await parked()
                except Exception:  # noqa: BLE001
                    log.append("caught")

        with self.assertRaises(curio.UncaughtTimeoutError) as raised:
            curio.run(main)
        self.assertIsInstance(raised.exception, Exception)
        self.assertEqual(log, [])

    def test_inner_timeout_is_caught_around_its_own_block(self):
        async def main():
            async with curio.timeout_after(60):
                try:
                    async with curio.timeout_after(0.01):
                        await parked()
                except curio.TaskTimeout:
                    return "goes on"

        self.assertEqual(curio.run(main), "goes on")

    def test_outer_limit_passes_the_inner_handler_of_task_timeout(self):
        async def main():
            try:
                async with curio.timeout_after(0.01):
                    try:
                        async with curio.timeout_after(60):
                            await parked()
                    except curio.TaskTimeout:
                        self.fail("it was not the inner limit")
            except curio.TaskTimeout:
                return "outer"

        self.assertEqual(curio.run(main), "outer")

    def test_outer_limit_passes_the_inner_handler_of_timeout_error(
        self,
    ):
        async def main():
            try:
                async with curio.timeout_after(0.01):
                    try:
                        async with curio.timeout_after(60):
                            await parked()
                    except TimeoutError:
                        self.fail("curio raises no TimeoutError")
            except curio.TaskTimeout:
                return "outer"

        self.assertEqual(curio.run(main), "outer")

    def test_handler_of_all_cancellations_catches_the_inner_limit(self):
        async def main():
            async with curio.timeout_after(60):
                try:
                    async with curio.timeout_after(0.01):
                        await parked()
                except curio.CancelledError:
                    return "goes on"

        self.assertEqual(curio.run(main), "goes on")

    def test_handler_of_all_cancellations_swallows_the_outer_limit(
        self,
    ):
        async def main():
            async with curio.timeout_after(0.01):
                try:
                    async with curio.timeout_after(60):
                        await parked()
                except curio.CancelledError as error:
                    caught = type(error)
                return caught

        with self.assertLogs("curio"):
            caught = curio.run(main)
        self.assertIs(caught, curio.TimeoutCancellationError)

    def test_ignore_after_leaves_its_block_without_an_exception(self):
        async def main():
            async with curio.ignore_after(0.01) as limit:
                await parked()
            self.assertTrue(limit.expired)
            self.assertIsNone(limit.result)
            return await curio.ignore_after(0.01, parked)

        self.assertIsNone(curio.run(main))

    def test_block_that_ends_late_without_waiting_is_no_timeout(self):
        async def main():
            async with curio.timeout_after(-1) as limit:
                pass
            return limit.expired

        with self.assertLogs("curio", "WARNING") as logged:
            self.assertFalse(curio.run(main))
        self.assertRegex(
            logged.output[0], r"took longer .* delta=[1-9]"
        )

    def test_limit_that_is_over_interrupts_only_where_the_turn_is_given_up(
        self,
    ):
        log = []

        async def main():
            with self.assertRaises(curio.TaskTimeout):
                async with curio.timeout_after(-1):
                    await curio.clock()
                    await curio.current_task()
                    await (await curio.spawn(parked)).cancel(
                        blocking=False
                    )
                    async with curio.Lock():
                        log.append("holds the lock")
                    await parked()

        curio.run(main)
        self.assertEqual(log, ["holds the lock"])

    def test_cancel_is_raised_at_the_first_wait_after_the_shield(self):
        log, shielded = [], curio.Event()

        async def child():
            async with curio.disable_cancellation():
                await shielded.wait()
                log.append("shielded")
            log.append("after the block")
            await curio.sleep(0)
            log.append("never")

        async def main():
            task = await curio.spawn(child)
            await curio.sleep(0)
            await task.cancel(blocking=False)
            await shielded.set()
            await task.wait()

        curio.run(main)
        self.assertEqual(log, ["shielded", "after the block"])

    def test_limit_waits_for_the_shield_too(self):
        log = []

        async def main():
            async with curio.ignore_after(0.01) as limit:
                async with curio.disable_cancellation():
                    await curio.sleep(0.02)
                    log.append("shielded")
                await curio.sleep(0)
                log.append("never")
            return limit.expired

        self.assertTrue(curio.run(main))
        self.assertEqual(log, ["shielded"])

    def test_shielded_code_can_ask_for_the_cancel_that_waits(self):
        async def child(asked):
            async with curio.disable_cancellation():
                await asked.wait()
                return await curio.check_cancellation()

        async def main():
            asked = curio.Event()
            task = await curio.spawn(child, asked)
            await curio.sleep(0)
            await task.cancel(blocking=False)
            await asked.set()
            await task.wait()
            return task.result

        self.assertIsInstance(curio.run(main), curio.TaskCancelled)
