import asyncio
import functools
import inspect
import unittest


class Decorators(unittest.IsolatedAsyncioTestCase):
    async def test_except_in_a_plain_wrapper_catches_no_error(self):
        def quiet(function):
            @functools.wraps(function)
            def wrapper():
                try:
                    return function()
                except ValueError:
                    return None

            return wrapper

        @quiet
        async def load():
            raise ValueError

        with self.assertRaises(ValueError):
            await load()

    async def test_cache_keeps_the_coroutine_and_not_its_result(self):
        @functools.lru_cache
        async def load():
            return "page"

        self.assertEqual(await load(), "page")
        with self.assertRaisesRegex(
            RuntimeError, "cannot reuse already awaited coroutine"
        ):
            await load()

        @functools.lru_cache
        async def load_slowly():
            await asyncio.sleep(0)

        async def read():
            await load_slowly()

        first = asyncio.create_task(read())
        second = asyncio.create_task(read())
        await first
        with self.assertRaisesRegex(
            RuntimeError, "is being awaited already"
        ):
            await second

    async def test_plain_wrapper_is_no_coroutine_function(self):
        def plain(function):
            @functools.wraps(function)
            def wrapper():
                return function()

            return wrapper

        async def load():
            await asyncio.sleep(0)

        self.assertTrue(inspect.iscoroutinefunction(load))
        self.assertFalse(inspect.iscoroutinefunction(plain(load)))

    async def test_marked_wrapper_is_a_coroutine_function_since_3_12(
        self,
    ):
        def plain(function):
            @inspect.markcoroutinefunction
            def wrapper():
                return function()

            return wrapper

        async def load():
            return "page"

        marked = plain(load)
        self.assertTrue(inspect.iscoroutinefunction(marked))
        self.assertEqual(await marked(), "page")


if __name__ == "__main__":
    unittest.main()
