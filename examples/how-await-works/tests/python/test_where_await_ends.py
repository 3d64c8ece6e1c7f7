import ast
import asyncio
import inspect
import types
import unittest
from pathlib import Path


def unmarked():
    return (yield "a berth, please")


@types.coroutine
def marked():
    return (yield "a berth, please")


async def moor(berth):
    return await berth


class WhereAwaitEnds(unittest.TestCase):
    def test_plain_generator_cannot_be_awaited(self):
        with self.assertRaises(TypeError):
            moor(unmarked()).send(None)

    def test_plain_generator_is_refused_in_other_words_since_3_14(self):
        with self.assertRaises(TypeError) as refusal:
            moor(unmarked()).send(None)
        message = "'generator' object can't be awaited"
        self.assertEqual(str(refusal.exception), message)

    def test_marked_generator_pauses_the_whole_stack(self):
        async def ferry():
            return await moor(marked())

        coming = ferry()
        self.assertEqual(coming.send(None), "a berth, please")
        with self.assertRaises(StopIteration) as end:
            coming.send(4)
        self.assertEqual(end.exception.value, 4)

    def test_mark_is_one_flag_of_the_code(self):
        def berth():
            yield

        before = berth.__code__.co_flags
        after = types.coroutine(berth).__code__.co_flags
        self.assertEqual(after ^ before, inspect.CO_ITERABLE_COROUTINE)

    def test_marked_generator_is_still_a_generator(self):
        self.assertIs(type(marked()), types.GeneratorType)

    def test_unmarked_generator_cannot_delegate_to_a_coroutine(self):
        async def tide():
            return 3

        def old_style(coroutine):
            return (yield from coroutine)

        coroutine = tide()
        with self.assertRaises(TypeError):
            next(old_style(coroutine))
        with self.assertRaises(StopIteration) as end:
            next(types.coroutine(old_style)(coroutine))
        self.assertEqual(end.exception.value, 3)

    def test_asyncio_coroutine_is_gone(self):
        self.assertFalse(hasattr(asyncio, "coroutine"))

    def test_task_takes_a_generator_until_3_11(self):
        async def main():
            generator = types.coroutine(marked_sleep)()
            try:
                task = asyncio.create_task(generator)
            except TypeError:
                return "refused"
            return await task

        def marked_sleep():
            yield
            return "driven"

        self.assertEqual(asyncio.run(main()), "driven")

    def test_yield_makes_an_async_def_an_async_generator(self):
        async def berths():
            yield 4

        self.assertIs(type(berths()), types.AsyncGeneratorType)
        with self.assertRaises(TypeError):
            moor(berths()).send(None)

    def test_yield_from_in_an_async_def_is_a_syntax_error(self):
        source = "async def moor():\n    yield from berth()\n"
        with self.assertRaises(SyntaxError):
            compile(source, "moor", "exec")

    def test_coroutine_without_a_leaf_never_pauses(self):
        async def innermost():
            return 3

        async def middle():
            return await innermost()

        with self.assertRaises(StopIteration) as end:
            moor(middle()).send(None)
        self.assertEqual(end.exception.value, 3)

    def test_future_of_asyncio_yields_itself(self):
        loop = asyncio.new_event_loop()
        self.addCleanup(loop.close)
        future = loop.create_future()
        self.assertIs(moor(future).send(None), future)

    def test_sleep_zero_yields_none(self):
        self.assertIsNone(moor(asyncio.sleep(0)).send(None))

    def test_ensure_future_wraps_a_marked_generator(self):
        @types.coroutine
        def old_style():
            yield from asyncio.sleep(0)
            return "driven"

        async def main():
            return await asyncio.ensure_future(old_style())

        self.assertEqual(asyncio.run(main()), "driven")

    def test_ensure_future_wraps_it_in_a_coroutine_since_3_12(self):
        @types.coroutine
        def old_style():
            yield from asyncio.sleep(0)

        async def main():
            task = asyncio.ensure_future(old_style())
            await task
            return inspect.iscoroutine(task.get_coro())

        self.assertTrue(asyncio.run(main()))

    def test_gather_and_ensure_future_take_a_marked_generator(self):
        @types.coroutine
        def old_style(answer):
            yield from asyncio.sleep(0)
            return answer

        async def main():
            future = asyncio.ensure_future(old_style(1))
            return [await future, *await asyncio.gather(old_style(2))]

        self.assertEqual(asyncio.run(main()), [1, 2])

    def test_asyncio_has_two_leaves(self):
        leaves = set()
        for source in Path(asyncio.__file__).parent.glob("*.py"):
            tree = ast.parse(source.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if not isinstance(node, ast.FunctionDef):
                    continue
                if not any(
                    isinstance(part, ast.Yield)
                    for part in ast.walk(node)
                ):
                    continue
                marks = [ast.unparse(m) for m in node.decorator_list]
                marked = "types.coroutine" in marks
                if marked or node.name == "__await__":
                    leaves.add((source.stem, node.name))
        self.assertEqual(
            leaves, {("futures", "__await__"), ("tasks", "__sleep0")}
        )
