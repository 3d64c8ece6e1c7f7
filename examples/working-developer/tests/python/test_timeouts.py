import asyncio
import time
import unittest


async def parked():
    await asyncio.get_running_loop().create_future()


class Timeouts(unittest.TestCase):
    def test_wait_for_waits_until_the_cancelled_has_ended(self):
        log = []

        async def call():
            try:
                await parked()
            finally:
                await asyncio.sleep(0.01)
                log.append("goodbye")

        async def editor():
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(call(), 0.01)
            log.append("editor")

        asyncio.run(editor())
        self.assertEqual(log, ["goodbye", "editor"])

    def test_wait_for_cancels_a_task_too(self):
        async def editor():
            task = asyncio.create_task(parked())
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(task, 0.01)
            self.assertTrue(task.cancelled())

        asyncio.run(editor())

    def test_wait_for_a_shielded_task_leaves_it_running(self):
        async def editor():
            task = asyncio.create_task(parked())
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(asyncio.shield(task), 0.01)
            self.assertFalse(task.done())

        asyncio.run(editor())

    def test_task_that_swallows_its_cancellation_beats_wait_for(self):
        async def call():
            try:
                await parked()
            except asyncio.CancelledError:
                return "an answer"

        async def editor():
            task = asyncio.create_task(call())
            return await asyncio.wait_for(task, 0.01)

        self.assertEqual(asyncio.run(editor()), "an answer")

    def test_limit_wins_over_a_result_of_the_same_turn(self):
        async def reporter():
            loop = asyncio.get_running_loop()
            answer = loop.create_future()
            loop.call_soon(answer.set_result, "an answer")
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0):
                    await answer
            self.assertEqual(answer.result(), "an answer")

        asyncio.run(reporter())

    async def both_in_one_turn(self):
        loop = asyncio.get_running_loop()
        answer = loop.create_future()
        loop.call_later(0.001, answer.set_result, "an answer")
        loop.call_soon(time.sleep, 0.01)
        return await asyncio.wait_for(answer, 0.002)

    def test_wait_for_returns_a_result_of_the_same_turn_until_3_11(
        self,
    ):
        answer = asyncio.run(self.both_in_one_turn())
        self.assertEqual(answer, "an answer")

    def test_wait_for_loses_a_result_of_the_same_turn_since_3_12(self):
        with self.assertRaises(TimeoutError):
            asyncio.run(self.both_in_one_turn())

    def test_wait_for_waits_as_long_as_the_cancelled_goes_on(self):
        async def call(answer):
            try:
                await parked()
            except asyncio.CancelledError:
                return await answer

        async def editor():
            loop = asyncio.get_running_loop()
            answer = loop.create_future()
            limited = asyncio.wait_for(call(answer), 0.01)
            waiting = asyncio.create_task(limited)
            await asyncio.sleep(0.05)
            self.assertFalse(waiting.done())
            answer.set_result("an answer")
            self.assertEqual(await waiting, "an answer")

        asyncio.run(editor())

    def test_wait_with_a_timeout_is_over_before_a_slow_cleanup(self):
        log = []

        async def call():
            try:
                await parked()
            finally:
                await asyncio.sleep(0)
                log.append("goodbye")

        async def editor():
            ada = asyncio.create_task(call())
            done, _ = await asyncio.wait([ada], timeout=0.01)
            self.assertEqual(done, set())
            log.append("no answer")
            ada.cancel()
            await asyncio.wait([ada])

        asyncio.run(editor())
        self.assertEqual(log, ["no answer", "goodbye"])

    def test_timeout_error_is_the_builtin_one(self):
        self.assertIs(asyncio.TimeoutError, TimeoutError)

    def test_timeout_block_limits_all_its_statements(self):
        log = []

        async def reporter():
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await asyncio.sleep(0)
                    log.append("mayor")
                    await parked()
                    log.append("police")
            log.append("writes")

        asyncio.run(reporter())
        self.assertEqual(log, ["mayor", "writes"])

    def test_inside_the_block_the_limit_is_a_cancellation(self):
        seen = []

        async def reporter():
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0.01):
                    try:
                        await parked()
                    except BaseException as error:
                        seen.append(type(error))
                        raise
            seen.append(asyncio.current_task().cancelling())

        asyncio.run(reporter())
        self.assertEqual(seen, [asyncio.CancelledError, 0])

    def test_foreign_cancellation_passes_through_the_block(self):
        async def reporter():
            async with asyncio.timeout(60):
                await parked()

        async def editor():
            task = asyncio.create_task(reporter())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        asyncio.run(editor())

    def test_timeout_that_is_caught_inside_does_not_end_the_block(self):
        log = []

        async def reporter():
            async with asyncio.timeout(0.01):
                try:
                    await parked()
                except asyncio.CancelledError:
                    log.append("swallowed")
                await asyncio.sleep(0)
                log.append("goes on")

        asyncio.run(reporter())
        self.assertEqual(log, ["swallowed", "goes on"])

    def test_outer_limit_is_a_cancellation_for_the_inner_block(self):
        log = []

        async def reporter():
            try:
                async with asyncio.timeout(0.01):
                    try:
                        async with asyncio.timeout(60):
                            await parked()
                    except TimeoutError:
                        log.append("inner")
            except TimeoutError:
                log.append("outer")

        asyncio.run(reporter())
        self.assertEqual(log, ["outer"])

    def test_block_tells_its_own_timeout_from_another_one(self):
        async def reporter(call):
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0.01) as limit:
                    await call()
            return limit.expired()

        async def connect():
            raise TimeoutError("the system gave up")

        self.assertIs(asyncio.run(reporter(parked)), True)
        self.assertIs(asyncio.run(reporter(connect)), False)

    def test_block_can_be_given_a_later_limit(self):
        async def reporter():
            loop = asyncio.get_running_loop()
            async with asyncio.timeout(0.01) as limit:
                limit.reschedule(limit.when() + 60)
                await asyncio.sleep(0.03)
            later = limit.when() - loop.time()
            self.assertIs(limit.expired(), False)
            self.assertGreater(later, 59)

        asyncio.run(reporter())

    def test_block_without_a_limit_can_be_given_one(self):
        async def reporter():
            loop = asyncio.get_running_loop()
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(None) as limit:
                    self.assertIsNone(limit.when())
                    limit.reschedule(loop.time() + 0.01)
                    await parked()

        asyncio.run(reporter())

    def test_limit_that_has_struck_cannot_be_moved(self):
        async def reporter():
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0.01) as limit:
                    try:
                        await parked()
                    finally:
                        with self.assertRaises(RuntimeError):
                            limit.reschedule(limit.when() + 60)

        asyncio.run(reporter())

    def test_two_blocks_share_a_point_in_time(self):
        async def reporter():
            end = asyncio.get_running_loop().time() + 0.02
            for _ in range(2):
                with self.assertRaises(TimeoutError):
                    async with asyncio.timeout_at(end) as limit:
                        await parked()
                self.assertEqual(limit.when(), end)

        asyncio.run(reporter())

    def test_limit_of_a_block_in_a_loop_begins_again_each_time(self):
        async def reporter():
            loop = asyncio.get_running_loop()
            begun = loop.time()
            for repetition in range(1, 4):
                async with asyncio.timeout(60) as limit:
                    await asyncio.sleep(0.01)
                waited = 0.009 * (repetition - 1)
                self.assertGreaterEqual(
                    limit.when(), begun + 60 + waited
                )

        asyncio.run(reporter())


if __name__ == "__main__":
    unittest.main()
