import asyncio
import gc
import sys
import types
import unittest
import warnings


@types.coroutine
def park():
    """Hand control back to whoever drives the outermost coroutine."""
    yield


class Coroutines(unittest.TestCase):
    def test_calling_an_async_function_runs_nothing(self):
        log = []

        async def pilot():
            log.append("boards")

        order = pilot()
        self.assertEqual(log, [])
        asyncio.run(order)
        self.assertEqual(log, ["boards"])

    def test_forgotten_coroutine_warns_when_it_is_collected(self):
        async def lookout():
            pass

        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            order = lookout()
            gc.collect()
            self.assertEqual(warned, [])
            del order
            gc.collect()
        self.assertEqual(len(warned), 1)
        self.assertIs(warned[0].category, RuntimeWarning)
        self.assertIn(
            "lookout' was never awaited", str(warned[0].message)
        )

    def test_forgotten_coroutine_warns_once_for_each_line(self):
        async def lookout():
            pass

        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("default")
            for _ in range(3):
                lookout()
            self.assertEqual(len(warned), 1)
            lookout()
        self.assertEqual(len(warned), 2)

    def test_call_with_wrong_arguments_raises_at_the_call(self):
        async def lookout(ferry):
            pass

        with self.assertRaises(TypeError):
            lookout()

    def test_coroutine_that_is_deleted_before_its_await_never_ran(self):
        log = []

        async def pilot():
            log.append("boards")

        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            second = pilot()
            del second
            gc.collect()
        self.assertEqual(log, [])
        self.assertEqual(len(warned), 1)
        self.assertIs(warned[0].category, RuntimeWarning)

    def test_returned_value_travels_in_stop_iteration(self):
        async def sounding():
            await park()
            return 7

        line = sounding()
        self.assertIsNone(line.send(None))
        with self.assertRaises(StopIteration) as end:
            line.send(None)
        self.assertEqual(end.exception.value, 7)

    def test_await_yields_the_returned_value(self):
        async def sounding():
            return 7

        async def pilot():
            return await sounding() - 2

        self.assertEqual(asyncio.run(pilot()), 5)

    def test_exception_leaves_through_every_await(self):
        passed = []

        async def sounding():
            raise OSError("the line broke")

        async def pilot():
            await sounding()
            passed.append("pilot")

        async def master():
            await pilot()
            passed.append("master")

        with self.assertRaisesRegex(OSError, "the line broke"):
            asyncio.run(master())
        self.assertEqual(passed, [])

    def test_coroutine_cannot_be_awaited_twice(self):
        async def sounding():
            return 7

        async def master():
            order = sounding()
            await order
            with self.assertRaisesRegex(RuntimeError, "already"):
                order.send(None)
            await order

        with self.assertRaisesRegex(RuntimeError, "already awaited"):
            asyncio.run(master())

    def test_coroutine_cannot_be_awaited_by_two_tasks(self):
        async def sounding():
            await asyncio.sleep(0)

        async def pilot(order):
            await order

        async def master():
            order = sounding()
            first = asyncio.create_task(pilot(order))
            second = asyncio.create_task(pilot(order))
            await first
            with self.assertRaisesRegex(RuntimeError, "being awaited"):
                await second

        asyncio.run(master())

    def test_recursion_of_a_thousand_awaits_is_a_recursion_error(self):
        async def unhitch(barges):
            if barges > 0:
                await unhitch(barges - 1)

        self.assertEqual(sys.getrecursionlimit(), 1000)
        asyncio.run(unhitch(500))
        with self.assertRaises(RecursionError):
            asyncio.run(unhitch(1000))

    def test_each_phase_begins_when_the_one_before_it_ended(self):
        log = []

        async def phase(name):
            log.append(f"{name} begins")
            await park()
            log.append(f"{name} ends")

        async def dock():
            await phase("enter")
            await phase("moor")

        line = dock()
        with self.assertRaises(StopIteration):
            while True:
                line.send(None)
        self.assertEqual(
            log,
            ["enter begins", "enter ends", "moor begins", "moor ends"],
        )

    def test_one_send_to_the_outermost_reaches_the_innermost(self):
        steps = []

        async def enter():
            for step in range(2):
                await park()
                steps.append(step)

        async def dock():
            await enter()

        async def master():
            await dock()

        outermost = master()
        outermost.send(None)
        self.assertEqual(steps, [])
        outermost.send(None)
        self.assertEqual(steps, [0])
        outermost.close()

    def test_each_call_makes_a_coroutine_of_its_own(self):
        async def enter():
            await park()

        async def dock():
            await enter()

        first, second = dock(), dock()
        self.assertIsNot(first, second)
        first.send(None)
        second.send(None)
        inside, other = first.cr_await, second.cr_await
        self.assertIsInstance(inside, types.CoroutineType)
        self.assertEqual(inside.__qualname__, enter.__qualname__)
        self.assertIsNot(inside, first)
        self.assertIsNot(inside, other)
        first.close()
        second.close()

    def test_coroutine_is_not_a_generator(self):
        async def sounding():
            return 7

        line = sounding()
        self.assertNotIsInstance(line, types.GeneratorType)
        with self.assertRaises(TypeError):
            iter(line)
        with self.assertRaises(TypeError):
            next(line)
        self.assertTrue(callable(line.send))
        line.close()


if __name__ == "__main__":
    unittest.main()
