import asyncio
import subprocess
import sys
import tempfile
import unittest
import warnings
from pathlib import Path


def warnings_of(call):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return [warning.category for warning in caught]


class Releases(unittest.TestCase):
    def test_cancel_is_not_lost_while_a_group_ends_since_3_13(self):
        async def child():
            try:
                await asyncio.Event().wait()
            finally:
                raise ValueError

        async def parent():
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(child())
            except* ValueError:
                pass
            await asyncio.sleep(0)

        async def main():
            task = asyncio.create_task(parent())
            for _ in range(3):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            return task.cancelled()

        self.assertTrue(asyncio.run(main()))

    def test_loop_policies_are_deprecated_since_3_14(self):
        found = warnings_of(asyncio.get_event_loop_policy)
        self.assertEqual(found, [DeprecationWarning])

    def test_iscoroutinefunction_of_asyncio_is_deprecated_since_3_14(
        self,
    ):
        found = warnings_of(lambda: asyncio.iscoroutinefunction(print))
        self.assertEqual(found, [DeprecationWarning])

    def test_deprecation_is_shown_only_where_the_started_program_meets_it(
        self,
    ):
        warns = "import warnings\nwarnings.warn('old', DeprecationWarning)\n"
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "bakery.py").write_text(warns)
            for code, is_shown in (
                (warns, True),
                ("import bakery", False),
            ):
                answer = subprocess.run(
                    [sys.executable, "-c", code],
                    cwd=folder,
                    capture_output=True,
                    check=True,
                    text=True,
                )
                shown = "DeprecationWarning" in answer.stderr
                self.assertEqual(shown, is_shown)

    def test_development_mode_shows_the_deprecation_in_a_library_too(
        self,
    ):
        warns = "import warnings\nwarnings.warn('old', DeprecationWarning)\n"
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "bakery.py").write_text(warns)
            answer = subprocess.run(
                [sys.executable, "-X", "dev", "-c", "import bakery"],
                cwd=folder,
                capture_output=True,
                check=True,
                text=True,
            )
        self.assertIn("bakery.py", answer.stderr)
        self.assertIn("DeprecationWarning: old", answer.stderr)

    def test_return_in_a_finally_block_is_warned_of_since_3_14(self):
        code = (
            "async def bake():\n"
            "    try:\n"
            "        await oven()\n"
            "    finally:\n"
            "        return 'rye'\n"
        )
        found = warnings_of(lambda: compile(code, "bake", "exec"))
        self.assertEqual(found, [SyntaxWarning])

    def test_future_cannot_be_initialized_again_since_3_15(self):
        loop = asyncio.new_event_loop()
        self.addCleanup(loop.close)
        future = loop.create_future()
        future.set_result("rye")
        with self.assertRaises(RuntimeError):
            future.__init__(loop=loop)
        self.assertEqual(future.result(), "rye")

    def test_task_refuses_a_context_that_is_none_since_3_15(self):
        loop = asyncio.new_event_loop()
        self.addCleanup(loop.close)
        coroutine = asyncio.sleep(0)
        self.addCleanup(coroutine.close)
        with self.assertRaises(TypeError):
            loop.create_task(coroutine, context={})

    def test_lone_generator_exit_leaves_a_group_bare_since_3_15(self):
        async def main():
            async with asyncio.TaskGroup():
                raise GeneratorExit

        with self.assertRaises(GeneratorExit):
            asyncio.run(main())

    def test_comprehension_that_unpacks_an_async_source_compiles_since_3_15(
        self,
    ):
        code = "async def main():\n    return [*it async for it in trays()]"
        compile(code, "main", "exec")


if __name__ == "__main__":
    unittest.main()
