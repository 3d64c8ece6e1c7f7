import asyncio
import unittest


async def parked():
    await asyncio.get_running_loop().create_future()


class Cancelling(unittest.TestCase):
    def test_cancel_is_delivered_on_a_later_turn(self):
        log = []

        async def ada():
            try:
                await parked()
            finally:
                log.append("packs up")

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.sleep(0)
            self.assertTrue(task.cancel())
            log.append("editor")
            self.assertFalse(task.done())
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        asyncio.run(editor())
        self.assertEqual(log, ["editor", "packs up"])

    def test_task_cancelled_before_its_start_runs_no_line(self):
        log = []

        async def ben():
            try:
                log.append("sets out")
            finally:
                log.append("packs up")

        async def editor():
            task = asyncio.create_task(ben())
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task

        asyncio.run(editor())
        self.assertEqual(log, [])

    def test_error_is_raised_at_the_innermost_await(self):
        log = []

        async def call():
            try:
                await parked()
            except asyncio.CancelledError:
                log.append("call")
                raise

        async def ada():
            try:
                await call()
            except asyncio.CancelledError:
                log.append("ada")
                raise

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])

        asyncio.run(editor())
        self.assertEqual(log, ["call", "ada"])

    def test_awaits_in_finally_run_before_the_task_is_cancelled(self):
        log = []

        async def ada(train):
            try:
                await parked()
            finally:
                await train
                log.append("is home")

        async def editor():
            train = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(ada(train))
            await asyncio.sleep(0)
            task.cancel()
            for _ in range(9):
                await asyncio.sleep(0)
            self.assertFalse(task.done())
            train.set_result(None)
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        asyncio.run(editor())
        self.assertEqual(log, ["is home"])

    def test_cancelled_error_is_no_exception(self):
        error = asyncio.CancelledError
        self.assertTrue(issubclass(error, BaseException))
        self.assertFalse(issubclass(error, Exception))

    def test_bare_except_swallows_the_cancellation(self):
        async def ada():
            try:
                await parked()
            except:  # noqa: E722
                return "went on"

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.sleep(0)
            task.cancel()
            self.assertEqual(await task, "went on")
            self.assertFalse(task.cancelled())

        asyncio.run(editor())

    def test_except_exception_lets_the_cancellation_pass(self):
        async def ben():
            try:
                await parked()
            except Exception:  # noqa: BLE001
                return "went on"

        async def editor():
            task = asyncio.create_task(ben())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        asyncio.run(editor())

    def test_swallowed_cancellation_is_not_raised_again(self):
        async def ada(answer):
            try:
                await parked()
            except asyncio.CancelledError:
                pass
            return await answer

        async def editor():
            answer = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(ada(answer))
            await asyncio.sleep(0)
            task.cancel()
            for _ in range(9):
                await asyncio.sleep(0)
            answer.set_result("an answer")
            self.assertEqual(await task, "an answer")

        asyncio.run(editor())

    def test_each_delivered_cancellation_ends_one_wait(self):
        ended = []

        async def ada():
            for source in ("police", "witness"):
                try:
                    await parked()
                except asyncio.CancelledError:
                    ended.append(source)

        async def editor():
            task = asyncio.create_task(ada())
            for _ in range(2):
                await asyncio.sleep(0)
                self.assertFalse(task.done())
                task.cancel()
            await task

        asyncio.run(editor())
        self.assertEqual(ended, ["police", "witness"])

    def test_several_requests_before_a_turn_are_one_error(self):
        caught = []

        async def ada():
            for _ in range(3):
                try:
                    await asyncio.sleep(0)
                    await asyncio.sleep(0)
                except asyncio.CancelledError as error:
                    caught.append(error)

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.sleep(0)
            for _ in range(3):
                task.cancel()
            self.assertEqual(task.cancelling(), 3)
            await task

        asyncio.run(editor())
        self.assertEqual(len(caught), 1)

    def test_uncancel_takes_back_one_request(self):
        counts = []

        async def ada():
            try:
                await parked()
            except asyncio.CancelledError:
                task = asyncio.current_task()
                counts.append(task.cancelling())
                task.uncancel()
                counts.append(task.cancelling())

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.sleep(0)
            task.cancel()
            await task

        asyncio.run(editor())
        self.assertEqual(counts, [1, 0])

    def test_uncancel_without_a_request_changes_nothing(self):
        async def ada():
            task = asyncio.current_task()
            return task.uncancel(), task.cancelling()

        self.assertEqual(asyncio.run(ada()), (0, 0))

    def test_swallowed_request_stays_counted(self):
        async def ada():
            try:
                await parked()
            except asyncio.CancelledError:
                pass
            return asyncio.current_task().cancelling()

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.sleep(0)
            task.cancel()
            self.assertEqual(await task, 1)

        asyncio.run(editor())

    def test_finished_task_keeps_its_result_when_it_is_cancelled(self):
        async def ada():
            return "a story"

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.sleep(0)
            self.assertFalse(task.cancel())
            self.assertEqual(await task, "a story")

        asyncio.run(editor())

    def test_shield_raises_outside_and_goes_on_inside(self):
        async def night_desk(copies):
            await asyncio.shield(copies)

        async def editor():
            copies = asyncio.get_running_loop().create_future()
            desk = asyncio.create_task(night_desk(copies))
            await asyncio.sleep(0)
            desk.cancel()
            await asyncio.wait([desk])
            self.assertTrue(desk.cancelled())
            self.assertFalse(copies.done())

        asyncio.run(editor())

    def test_cancelling_who_waits_cancels_what_it_waits_for(self):
        async def night_desk(copies):
            await copies

        async def editor():
            copies = asyncio.create_task(parked())
            desk = asyncio.create_task(night_desk(copies))
            await asyncio.sleep(0)
            desk.cancel()
            await asyncio.wait([desk])
            self.assertTrue(desk.cancelled())
            self.assertTrue(copies.cancelled())

        asyncio.run(editor())

    def test_same_error_for_a_cancelled_task_and_a_cancelled_waiter(
        self,
    ):
        caught = []

        async def desk(ada):
            try:
                await ada
            except asyncio.CancelledError as error:
                task = asyncio.current_task()
                caught.append((type(error), task.cancelling()))

        async def editor():
            for cancel_desk in (False, True):
                ada = asyncio.create_task(parked())
                waiter = asyncio.create_task(desk(ada))
                await asyncio.sleep(0)
                (waiter if cancel_desk else ada).cancel()
                await waiter

        asyncio.run(editor())
        error = asyncio.CancelledError
        self.assertEqual(caught, [(error, 0), (error, 1)])

    def test_second_cancellation_interrupts_the_cleanup(self):
        log = []

        async def ada():
            try:
                await parked()
            finally:
                log.append("packs up")
                await parked()
                log.append("is home")

        async def editor():
            task = asyncio.create_task(ada())
            for _ in range(2):
                await asyncio.sleep(0)
                task.cancel()
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        asyncio.run(editor())
        self.assertEqual(log, ["packs up"])

    def test_cancellation_wins_over_a_result_that_has_come(self):
        async def ada(answer):
            return await answer

        async def editor():
            answer = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(ada(answer))
            await asyncio.sleep(0)
            answer.set_result("an answer")
            task.cancel()
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        asyncio.run(editor())

    def test_cancelling_one_of_two_waiters_cancels_the_other_too(self):
        async def desk(copies):
            await copies

        async def editor():
            copies = asyncio.create_task(parked())
            desks = [asyncio.create_task(desk(copies)) for _ in "AB"]
            await asyncio.sleep(0)
            desks[0].cancel()
            await asyncio.wait(desks)
            ended = [copies, *desks]
            self.assertEqual([t.cancelled() for t in ended], [True] * 3)
            self.assertEqual([t.cancelling() for t in desks], [1, 0])

        asyncio.run(editor())

    def test_shield_protects_against_a_cancelled_waiter_only(self):
        async def night_desk(copies):
            await asyncio.shield(copies)

        async def editor():
            copies = asyncio.create_task(parked())
            desk = asyncio.create_task(night_desk(copies))
            await asyncio.sleep(0)
            copies.cancel()
            await asyncio.wait([desk])
            self.assertTrue(copies.cancelled())
            self.assertTrue(desk.cancelled())

        asyncio.run(editor())

    def test_task_that_returns_with_a_request_to_end_counts_as_cancelled(
        self,
    ):
        async def ada():
            asyncio.current_task().cancel()
            return "a story"

        async def editor():
            task = asyncio.create_task(ada())
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertTrue(task.cancelled())

        asyncio.run(editor())

    def test_task_is_cancelled_at_an_await_that_waits(self):
        log = []

        async def ada():
            asyncio.current_task().cancel()
            queue = asyncio.Queue()
            queue.put_nowait("an answer")
            log.append(await queue.get())
            await asyncio.sleep(0)
            log.append("goes on")

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        asyncio.run(editor())
        self.assertEqual(log, ["an answer"])

    def test_permit_for_a_task_that_is_cancelled_before_its_start_is_lost(
        self,
    ):
        async def ben(power):
            try:
                await parked()
            finally:
                power.release()

        async def editor():
            power = asyncio.Semaphore(1)
            for turns in (1, 0):
                await power.acquire()
                task = asyncio.create_task(ben(power))
                for _ in range(turns):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.wait([task])
                self.assertEqual(power.locked(), turns == 0)

        asyncio.run(editor())

    def test_wait_raises_nothing_for_a_cancelled_task(self):
        async def editor():
            task = asyncio.create_task(parked())
            await asyncio.sleep(0)
            task.cancel()
            done, pending = await asyncio.wait([task])
            self.assertEqual((done, pending), ({task}, set()))

        asyncio.run(editor())


if __name__ == "__main__":
    unittest.main()
