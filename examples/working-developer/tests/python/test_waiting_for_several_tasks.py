import asyncio
import unittest


async def parked():
    await asyncio.get_running_loop().create_future()


async def fails():
    raise ConnectionError("no line")


async def files():
    return "flood"


class Choosing(unittest.TestCase):
    def test_wait_for_all_raises_no_error_of_a_task(self):
        async def editor():
            tasks = {asyncio.create_task(c()) for c in (fails, files)}
            done, pending = await asyncio.wait(tasks)
            self.assertEqual((done, pending), (tasks, set()))
            errors = [task.exception() for task in done]
            self.assertEqual(errors.count(None), 1)

        asyncio.run(editor())

    def test_wait_yields_the_tasks_it_was_given(self):
        async def editor():
            ada = asyncio.create_task(files(), name="Ada")
            done, _ = await asyncio.wait([ada])
            self.assertIsInstance(done, set)
            self.assertIs(done.pop(), ada)

        asyncio.run(editor())

    def test_wait_refuses_a_bare_coroutine(self):
        async def editor():
            ada = files()
            with self.assertRaisesRegex(TypeError, "forbidden"):
                await asyncio.wait([ada])
            ada.close()

        asyncio.run(editor())

    def test_wait_for_nobody_is_an_error(self):
        async def editor():
            with self.assertRaises(ValueError):
                await asyncio.wait([])

        asyncio.run(editor())

    def test_first_completed_leaves_the_losers_running(self):
        async def editor():
            north = asyncio.create_task(parked())
            south = asyncio.create_task(files())
            done, pending = await asyncio.wait(
                [north, south], return_when=asyncio.FIRST_COMPLETED
            )
            self.assertEqual((done, pending), ({south}, {north}))
            for _ in range(9):
                await asyncio.sleep(0)
            self.assertEqual(north.cancelling(), 0)
            self.assertFalse(north.done())

        asyncio.run(editor())

    def test_first_completed_can_yield_two(self):
        async def editor():
            tasks = {asyncio.create_task(files()) for _ in range(2)}
            done, pending = await asyncio.wait(
                tasks, return_when=asyncio.FIRST_COMPLETED
            )
            self.assertEqual((done, pending), (tasks, set()))

        asyncio.run(editor())

    def test_first_completed_counts_a_failure(self):
        async def editor():
            north = asyncio.create_task(fails())
            south = asyncio.create_task(parked())
            done, pending = await asyncio.wait(
                [north, south], return_when=asyncio.FIRST_COMPLETED
            )
            self.assertEqual((done, pending), ({north}, {south}))
            self.assertIsInstance(north.exception(), ConnectionError)

        asyncio.run(editor())

    def test_first_exception_ends_the_wait_and_no_task(self):
        async def editor():
            ada = asyncio.create_task(files())
            ben = asyncio.create_task(fails())
            cleo = asyncio.create_task(parked())
            done, pending = await asyncio.wait(
                [ada, ben, cleo], return_when=asyncio.FIRST_EXCEPTION
            )
            self.assertEqual((done, pending), ({ada, ben}, {cleo}))
            self.assertIsInstance(ben.exception(), ConnectionError)
            self.assertEqual(cleo.cancelling(), 0)

        asyncio.run(editor())

    def test_first_exception_waits_for_all_if_none_fails(self):
        async def editor():
            answer = asyncio.get_running_loop().create_future()
            ada = asyncio.create_task(files())
            tasks = [ada, answer]
            waiting = asyncio.ensure_future(
                asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            )
            for _ in range(9):
                await asyncio.sleep(0)
            self.assertTrue(ada.done())
            self.assertFalse(waiting.done())
            answer.set_result("strike")
            done, pending = await waiting
            self.assertEqual((done, pending), (set(tasks), set()))

        asyncio.run(editor())

    def test_cancelled_task_is_no_first_exception(self):
        async def editor():
            ben = asyncio.create_task(parked())
            cleo = asyncio.create_task(parked())
            waiting = asyncio.ensure_future(
                asyncio.wait(
                    [ben, cleo], return_when=asyncio.FIRST_EXCEPTION
                )
            )
            await asyncio.sleep(0)
            ben.cancel()
            for _ in range(9):
                await asyncio.sleep(0)
            self.assertTrue(ben.cancelled())
            self.assertFalse(waiting.done())

        asyncio.run(editor())

    def test_wait_with_a_timeout_raises_and_cancels_nothing(self):
        async def editor():
            ada = asyncio.create_task(files())
            cleo = asyncio.create_task(parked())
            done, pending = await asyncio.wait(
                [ada, cleo], timeout=0.01
            )
            self.assertEqual((done, pending), ({ada}, {cleo}))
            for _ in range(9):
                await asyncio.sleep(0)
            self.assertEqual(cleo.cancelling(), 0)
            self.assertFalse(cleo.done())

        asyncio.run(editor())

    def test_cancelled_wait_leaves_its_tasks_running(self):
        async def editor():
            ada = asyncio.create_task(parked())
            desk = asyncio.ensure_future(asyncio.wait([ada]))
            await asyncio.sleep(0)
            desk.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await desk
            for _ in range(9):
                await asyncio.sleep(0)
            self.assertEqual(ada.cancelling(), 0)
            self.assertFalse(ada.done())

        asyncio.run(editor())


if __name__ == "__main__":
    unittest.main()
