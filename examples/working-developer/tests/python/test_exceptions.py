import asyncio
import concurrent.futures
import gc
import unittest


async def parked():
    await asyncio.get_running_loop().create_future()


async def fails(name="Ben"):
    raise LookupError(name)


async def files():
    return "flood"


def complaints():
    """The messages that the running loop is told from here on."""
    heard = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: heard.append(context["message"])
    )
    return heard


class Exceptions(unittest.TestCase):
    def test_result_of_a_pending_task_is_an_error(self):
        async def editor():
            ada = asyncio.create_task(files())
            for ask in (ada.result, ada.exception):
                with self.assertRaises(asyncio.InvalidStateError):
                    ask()
            await ada
            self.assertEqual(ada.result(), "flood")
            self.assertIsNone(ada.exception())

        asyncio.run(editor())

    def test_task_is_done_whichever_way_it_ended(self):
        async def editor():
            tasks = [
                asyncio.create_task(c()) for c in (files, fails, parked)
            ]
            self.assertFalse(any(task.done() for task in tasks))
            await asyncio.sleep(0)
            tasks[2].cancel()
            await asyncio.wait(tasks)
            self.assertTrue(all(task.done() for task in tasks))
            states = [task.cancelled() for task in tasks]
            self.assertEqual(states, [False, False, True])
            self.assertIsInstance(tasks[1].exception(), LookupError)
            for ask in (tasks[2].result, tasks[2].exception):
                with self.assertRaises(asyncio.CancelledError):
                    ask()

        asyncio.run(editor())

    def test_future_that_is_no_task_is_asked_as_a_task_is(self):
        async def editor():
            loop = asyncio.get_running_loop()
            filed, failed, cancelled = (
                loop.create_future() for _ in range(3)
            )
            self.assertFalse(filed.done())
            with self.assertRaises(asyncio.InvalidStateError):
                filed.result()
            filed.set_result("a story")
            failed.set_exception(LookupError())
            cancelled.cancel()
            futures = (filed, failed, cancelled)
            self.assertTrue(all(future.done() for future in futures))
            states = [future.cancelled() for future in futures]
            self.assertEqual(states, [False, False, True])
            self.assertEqual(filed.result(), "a story")
            self.assertIsInstance(failed.exception(), LookupError)
            with self.assertRaises(asyncio.CancelledError):
                cancelled.result()

        asyncio.run(editor())

    def test_running_is_a_state_of_the_other_future(self):
        self.assertFalse(hasattr(asyncio.Future, "running"))
        self.assertFalse(hasattr(asyncio.Task, "running"))
        self.assertTrue(hasattr(concurrent.futures.Future, "running"))

    def test_task_that_runs_is_not_done(self):
        async def editor():
            return asyncio.current_task().done()

        self.assertFalse(asyncio.run(editor()))

    def test_result_raises_the_stored_error_each_time(self):
        async def editor():
            ben = asyncio.create_task(fails())
            await asyncio.wait([ben])
            for _ in range(2):
                with self.assertRaises(LookupError) as raised:
                    ben.result()
                self.assertIs(raised.exception, ben.exception())
            for _ in range(2):
                with self.assertRaises(LookupError) as raised:
                    await ben
                self.assertIs(raised.exception, ben.exception())

        asyncio.run(editor())

    def test_error_that_nobody_asked_for_is_reported(self):
        async def editor():
            heard = complaints()
            ben = asyncio.create_task(fails())
            await asyncio.wait([ben])
            self.assertEqual(heard, [])
            del ben
            gc.collect()
            self.assertEqual(
                heard, ["Task exception was never retrieved"]
            )

        asyncio.run(editor())

    def test_error_that_was_asked_for_is_not_reported(self):
        async def editor():
            heard = complaints()
            ben = asyncio.create_task(fails())
            await asyncio.wait([ben])
            ben.exception()
            del ben
            gc.collect()
            self.assertEqual(heard, [])

        asyncio.run(editor())

    def test_error_of_a_task_that_is_cancelled_afterwards_is_not_reported(
        self,
    ):
        async def editor():
            heard = complaints()
            ben = asyncio.create_task(fails())
            await asyncio.wait([ben])
            self.assertFalse(ben.cancel())
            self.assertFalse(ben.cancelled())
            del ben
            gc.collect()
            self.assertEqual(heard, [])

        asyncio.run(editor())

    def test_wait_for_the_first_exception_counts_as_asking(self):
        async def editor(flag, expected):
            heard = complaints()
            tasks = [asyncio.create_task(c()) for c in (fails, files)]
            await asyncio.wait(tasks, return_when=flag)
            tasks.clear()
            gc.collect()
            self.assertEqual(len(heard), expected)

        asyncio.run(editor(asyncio.ALL_COMPLETED, 1))
        asyncio.run(editor(asyncio.FIRST_EXCEPTION, 0))

    def test_wait_for_the_first_exception_does_not_ask_the_last(self):
        async def editor():
            heard = complaints()
            tasks = [asyncio.create_task(c()) for c in (files, fails)]
            await asyncio.wait(
                tasks, return_when=asyncio.FIRST_EXCEPTION
            )
            tasks.clear()
            gc.collect()
            self.assertEqual(len(heard), 1)

        asyncio.run(editor())

    def test_gather_raises_the_first_error_and_stops_nobody(self):
        async def editor():
            cleo = asyncio.create_task(parked())
            with self.assertRaises(LookupError):
                await asyncio.gather(cleo, fails())
            for _ in range(9):
                await asyncio.sleep(0)
            self.assertEqual(cleo.cancelling(), 0)
            self.assertFalse(cleo.done())

        asyncio.run(editor())

    def test_second_error_of_a_gather_is_never_reported(self):
        async def editor():
            heard = complaints()
            late = asyncio.get_running_loop().create_future()

            async def cleo():
                await late
                await fails("Cleo")

            tasks = [asyncio.create_task(cleo()) for _ in range(3)]
            with self.assertRaisesRegex(LookupError, "Ben"):
                await asyncio.gather(fails("Ben"), *tasks)
            late.set_result(None)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            self.assertTrue(all(task.done() for task in tasks))
            tasks.clear()
            gc.collect()
            self.assertEqual(heard, [])

        asyncio.run(editor())

    def test_cancelled_gather_cancels_its_children(self):
        async def editor():
            children = [asyncio.create_task(parked()) for _ in "AB"]
            outer = asyncio.gather(*children)
            await asyncio.sleep(0)
            outer.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await outer
            for child in children:
                self.assertTrue(child.cancelled())

        asyncio.run(editor())

    def test_gather_that_has_raised_cancels_none_of_its_children(self):
        async def editor():
            cleo = asyncio.create_task(parked())
            outer = asyncio.gather(cleo, fails())
            with self.assertRaises(LookupError):
                await outer
            self.assertFalse(outer.cancel())
            await asyncio.sleep(0)
            self.assertFalse(cleo.done())

        asyncio.run(editor())

    def test_gather_can_return_every_outcome_in_order(self):
        async def editor():
            late = asyncio.get_running_loop().create_future()

            async def ada():
                await late
                await fails("Ada")

            async def ben():
                late.set_result(None)
                return "flood"

            outcomes = await asyncio.gather(
                ada(), ben(), return_exceptions=True
            )
            self.assertIsInstance(outcomes[0], LookupError)
            self.assertEqual(outcomes[1], "flood")

        asyncio.run(editor())

    def test_returned_outcomes_include_cancellations(self):
        async def editor():
            ada = asyncio.create_task(parked())
            ada.cancel()
            [outcome] = await asyncio.gather(
                ada, return_exceptions=True
            )
            self.assertIsInstance(outcome, asyncio.CancelledError)
            self.assertNotIsInstance(outcome, Exception)

        asyncio.run(editor())

    def test_group_stops_the_others_and_raises_all_errors(self):
        async def too_late():
            try:
                await parked()
            finally:
                raise OSError("Cleo")

        async def editor():
            with self.assertRaises(ExceptionGroup) as raised:
                async with asyncio.TaskGroup() as group:
                    cleo = group.create_task(too_late())
                    ada = group.create_task(parked())
                    await asyncio.sleep(0)
                    group.create_task(fails())
            self.assertTrue(ada.cancelled())
            self.assertTrue(cleo.done())
            kinds = [type(e) for e in raised.exception.exceptions]
            self.assertCountEqual(kinds, [LookupError, OSError])

        asyncio.run(editor())

    def test_cancelled_child_of_a_group_adds_no_error(self):
        async def editor():
            with self.assertRaises(ExceptionGroup) as raised:
                async with asyncio.TaskGroup() as group:
                    task = group.create_task(parked())
                    group.create_task(fails("Ada"))
            self.assertTrue(task.cancelled())
            self.assertEqual(len(raised.exception.exceptions), 1)

        asyncio.run(editor())

    def test_system_exit_of_a_child_leaves_a_group_alone(self):
        async def leaves(kind):
            raise kind("Cleo")

        async def editor(kind):
            complaints()
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(fails())
                    group.create_task(leaves(kind))
            except BaseException as error:
                raised.append(type(error))
                raise

        kinds, raised = [SystemExit, KeyboardInterrupt], []
        for kind in kinds:
            with self.assertRaises(kind):
                asyncio.run(editor(kind))
        self.assertEqual(raised, kinds)


if __name__ == "__main__":
    unittest.main()
