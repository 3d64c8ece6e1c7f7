import asyncio
import collections.abc
import inspect
import types
import unittest


class Berth:
    def __init__(self, answer):
        self.answer = answer

    def __await__(self):
        return self.answer


class GeneratorBerth:
    def __init__(self):
        self.asked = 0

    def __await__(self):
        self.asked += 1
        return (yield "a berth, please")


async def moor(thing):
    return await thing


class Awaitables(unittest.TestCase):
    def test_number_cannot_be_awaited(self):
        with self.assertRaises(TypeError):
            moor(4).send(None)

    def test_await_method_must_return_an_iterator(self):
        with self.assertRaises(TypeError):
            moor(Berth([4])).send(None)

    def test_number_is_refused_in_other_words_since_3_14(self):
        with self.assertRaises(TypeError) as refusal:
            moor(4).send(None)
        message = "'int' object can't be awaited"
        self.assertEqual(str(refusal.exception), message)

    def test_number_cannot_be_used_in_an_await_expression_until_3_13(
        self,
    ):
        with self.assertRaises(TypeError) as refusal:
            moor(4).send(None)
        message = "object int can't be used in 'await' expression"
        self.assertEqual(str(refusal.exception), message)

    def test_message_about_the_iterator_names_the_class_since_3_15(
        self,
    ):
        with self.assertRaises(TypeError) as refusal:
            moor(Berth([4])).send(None)
        self.assertIn("Berth", str(refusal.exception))

    def test_await_method_must_not_return_a_coroutine(self):
        async def number():
            return 4

        coroutine = number()
        with self.assertRaises(TypeError):
            moor(Berth(coroutine)).send(None)
        coroutine.close()

    def test_await_method_must_not_return_a_marked_generator(self):
        @types.coroutine
        def marked():
            return (yield "a berth, please")

        def unmarked():
            return (yield "a berth, please")

        with self.assertRaisesRegex(
            TypeError, "not coroutine|a coroutine"
        ):
            moor(Berth(marked())).send(None)
        mooring = moor(Berth(unmarked()))
        self.assertEqual(mooring.send(None), "a berth, please")
        mooring.close()

    def test_await_method_may_return_the_await_of_a_coroutine(self):
        async def number():
            return await GeneratorBerth()

        mooring = moor(Berth(number().__await__()))
        self.assertEqual(mooring.send(None), "a berth, please")
        with self.assertRaises(StopIteration) as end:
            mooring.send(4)
        self.assertEqual(end.exception.value, 4)

    def test_iterator_gives_a_value_by_stop_iteration(self):
        class Answer:
            def __iter__(self):
                return self

            def __next__(self):
                raise StopIteration(4)

        with self.assertRaises(StopIteration) as end:
            moor(Berth(Answer())).send(None)
        self.assertEqual(end.exception.value, 4)

    def test_any_iterator_will_do_and_gives_none(self):
        mooring = moor(Berth(iter(["first", "second"])))
        self.assertEqual(mooring.send(None), "first")
        self.assertEqual(mooring.send(None), "second")
        with self.assertRaises(StopIteration) as end:
            mooring.send(None)
        self.assertIsNone(end.exception.value)
        with self.assertRaises(StopIteration) as end:
            moor(Berth(iter([]))).send(None)
        self.assertIsNone(end.exception.value)

    def test_iterator_without_send_takes_no_answer(self):
        mooring = moor(Berth(iter(["a berth, please"])))
        mooring.send(None)
        with self.assertRaises(AttributeError):
            mooring.send(4)

    def test_stored_iterator_is_used_up_by_the_first_await(self):
        berth = Berth(iter(["a berth, please"]))

        async def twice():
            await berth
            await berth

        mooring = twice()
        self.assertEqual(mooring.send(None), "a berth, please")
        with self.assertRaises(StopIteration):
            mooring.send(None)

    def test_class_whose_await_is_a_generator_pauses_the_whole_stack(
        self,
    ):
        async def ferry():
            return await moor(GeneratorBerth())

        async def harbour():
            return await ferry()

        coming = harbour()
        self.assertEqual(coming.send(None), "a berth, please")
        with self.assertRaises(StopIteration) as end:
            coming.send(4)
        self.assertEqual(end.exception.value, 4)

    def test_each_await_asks_for_an_iterator_of_its_own(self):
        berth = GeneratorBerth()

        async def twice():
            return await berth, await berth

        mooring = twice()
        mooring.send(None)
        mooring.send(4)
        with self.assertRaises(StopIteration) as end:
            mooring.send(5)
        self.assertEqual(end.exception.value, (4, 5))
        self.assertEqual(berth.asked, 2)

    def test_await_method_is_looked_up_on_the_class(self):
        class Bare:
            pass

        bare = Bare()
        bare.__await__ = lambda *_: iter(())
        with self.assertRaises(TypeError):
            moor(bare).send(None)

    def test_awaiting_asks_nothing_before_the_await_is_reached(self):
        berth = GeneratorBerth()
        mooring = moor(berth)
        self.assertEqual(berth.asked, 0)
        mooring.send(None)
        self.assertEqual(berth.asked, 1)

    def test_abc_knows_the_method_and_not_the_mark(self):
        @types.coroutine
        def marked():
            yield

        awaitable = collections.abc.Awaitable
        self.assertIsInstance(GeneratorBerth(), awaitable)
        self.assertNotIsInstance(marked(), awaitable)
        self.assertTrue(inspect.isawaitable(marked()))

    def test_futures_and_tasks_have_the_method(self):
        self.assertTrue(hasattr(asyncio.Future, "__await__"))
        self.assertTrue(hasattr(asyncio.Task, "__await__"))
