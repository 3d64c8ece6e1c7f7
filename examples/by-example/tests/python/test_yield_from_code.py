import asyncio
import types
import unittest
import warnings
from unittest import mock


async def oven():
    await asyncio.sleep(0)
    return "rye"


def old_oven():
    """A new generator function: `types.coroutine` changes its own."""

    def plain():
        return (yield from oven())

    return plain


class OldArticle(unittest.IsolatedAsyncioTestCase):
    def test_async_as_a_name_is_a_syntax_error(self):
        with self.assertRaises(SyntaxError):
            compile("asyncio.async(oven())", "an old article", "exec")

    def test_decorator_of_asyncio_is_gone(self):
        self.assertFalse(hasattr(asyncio, "coroutine"))

    async def test_event_loop_inside_a_coroutine_is_the_one_that_runs(
        self,
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            running = asyncio.get_event_loop()
        self.assertIs(running, asyncio.get_running_loop())

    async def test_loop_makes_tasks_as_ever(self):
        loop = asyncio.get_running_loop()
        with mock.patch.object(
            loop, "create_task", wraps=loop.create_task
        ) as create_task:
            task = asyncio.create_task(oven())
            create_task.assert_called_once()
        self.assertEqual(await task, "rye")
        self.assertEqual(await loop.create_task(oven()), "rye")

    async def test_generator_of_types_coroutine_is_awaited(self):
        self.assertEqual(await types.coroutine(old_oven())(), "rye")

    async def test_generator_of_types_coroutine_awaits_its_like(self):
        @types.coroutine
        def bakery():
            return (yield from types.coroutine(old_oven())())

        self.assertEqual(await bakery(), "rye")

    async def test_generator_of_types_coroutine_can_be_gathered(self):
        bake = types.coroutine(old_oven())
        tray = await asyncio.gather(bake(), bake())
        self.assertEqual(tray, ["rye", "rye"])

    async def test_task_takes_a_marked_generator_until_3_11(self):
        bake = types.coroutine(old_oven())
        self.assertEqual(await asyncio.create_task(bake()), "rye")

    def test_run_takes_a_marked_generator_until_3_11_and_since_3_14(
        self,
    ):
        bake = types.coroutine(old_oven())
        self.assertEqual(asyncio.run(bake()), "rye")

    def test_marking_a_generator_function_changes_it(self):
        bake = old_oven()
        self.assertIs(types.coroutine(bake), bake)

    async def test_unmarked_generator_cannot_be_awaited(self):
        with self.assertRaises(TypeError):
            await old_oven()()

    def test_unmarked_generator_cannot_wait_for_a_coroutine(self):
        def plain(coroutine):
            yield from coroutine

        coroutine = oven()
        with self.assertRaisesRegex(TypeError, "non-coroutine"):
            next(plain(coroutine))
        coroutine.close()

    async def test_unmarked_generator_can_wait_for_a_future(self):
        def bakery(order):
            return (yield from order)

        order = asyncio.get_running_loop().create_future()
        order.set_result("rye")
        with self.assertRaises(StopIteration) as end:
            next(bakery(order))
        self.assertEqual(end.exception.value, "rye")

    async def test_mark_on_the_outermost_generator_is_enough(self):
        order = asyncio.get_running_loop().create_future()

        def inner():
            return (yield from order)

        def outer():
            return (yield from inner())

        asyncio.get_running_loop().call_soon(order.set_result, "rye")
        self.assertEqual(await types.coroutine(outer)(), "rye")

    def test_yield_from_in_an_async_function_is_a_syntax_error(self):
        line = "async def bake():\n    yield from oven()\n"
        with self.assertRaises(SyntaxError):
            compile(line, "an old article", "exec")

    async def test_nothing_takes_a_loop_any_more(self):
        loop = asyncio.get_running_loop()
        for taker in (asyncio.Queue, asyncio.Lock, asyncio.Event):
            with self.assertRaises(TypeError):
                taker(loop=loop)

    async def test_functions_that_wait_refuse_a_loop(self):
        loop = asyncio.get_running_loop()
        for function, arguments in (
            (asyncio.sleep, [0]),
            (asyncio.gather, []),
            (asyncio.wait, [[]]),
            (asyncio.wait_for, [None, 1]),
            (asyncio.shield, [None]),
            (asyncio.as_completed, [[]]),
        ):
            with self.assertRaisesRegex(TypeError, "'loop'"):
                function(*arguments, loop=loop)

    async def test_futures_and_tasks_still_take_a_loop(self):
        loop = asyncio.get_running_loop()
        order = asyncio.Future(loop=loop)
        self.assertIs(asyncio.ensure_future(order, loop=loop), order)
        self.assertIs(order.get_loop(), loop)
        self.assertEqual(await asyncio.Task(oven(), loop=loop), "rye")
        asyncio.StreamReader(loop=loop)

    def test_tasks_are_not_listed_by_their_class(self):
        self.assertFalse(hasattr(asyncio.Task, "all_tasks"))
        self.assertTrue(callable(asyncio.all_tasks))

    async def test_wait_takes_no_bare_coroutine(self):
        coroutine = oven()
        with self.assertRaises(TypeError):
            await asyncio.wait([coroutine])
        coroutine.close()


if __name__ == "__main__":
    unittest.main()
