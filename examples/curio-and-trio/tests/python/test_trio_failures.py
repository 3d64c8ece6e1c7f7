import asyncio
import contextlib
import gc
import logging
import signal
import subprocess
import sys
import threading
import unittest

import anyio
import trio


async def fails():
    raise OSError("disk full")


async def parks(log, parked):
    try:
        await parked()
    except BaseException as end:
        log.append(type(end).__name__)
        raise


async def fails_when_cancelled():
    try:
        await anyio.sleep_forever()
    finally:
        raise OSError("disk full")


async def returns_when_cancelled():
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.sleep(60)


async def interrupts(sleep):
    await sleep(0)
    signal.raise_signal(signal.SIGINT)


async def leaves():
    sys.exit(3)


class TrioFailures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A task that ends by an exit is reported when it is collected.
        logging.disable()
        cls.addClassCleanup(logging.disable, logging.NOTSET)
        cls.addClassCleanup(gc.collect)

    def test_sibling_of_a_failed_task_goes_on_under_gather(self):
        log = []

        async def far():
            await asyncio.sleep(0.01)
            log.append("copied")

        async def main():
            task = asyncio.create_task(far())
            with self.assertRaises(OSError):
                await asyncio.gather(fails(), task)
            self.assertEqual(log, [])
            await task
            self.assertEqual(log, ["copied"])

        asyncio.run(main())

    def test_failing_child_cancels_its_sibling_and_the_body(self):
        log = []

        async def main():
            with self.assertRaises(ExceptionGroup):
                async with trio.open_nursery() as nursery:
                    nursery.start_soon(parks, log, trio.sleep_forever)
                    nursery.start_soon(fails)
                    await parks(log, trio.sleep_forever)

        trio.run(main)
        self.assertEqual(log, ["Cancelled", "Cancelled"])

    def test_block_waits_for_the_sibling_that_was_cancelled(self):
        log = []

        async def cleans_up():
            try:
                await trio.sleep_forever()
            finally:
                with trio.CancelScope(shield=True):
                    await trio.sleep(0.01)
                log.append("cleaned up")

        async def main():
            with self.assertRaises(ExceptionGroup):
                async with trio.open_nursery() as nursery:
                    nursery.start_soon(cleans_up)
                    nursery.start_soon(fails)
            log.append("after the block")

        trio.run(main)
        self.assertEqual(log, ["cleaned up", "after the block"])

    def test_one_error_of_a_nursery_is_in_a_group_too(self):
        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(fails)

        with self.assertRaises(ExceptionGroup) as raised:
            trio.run(main)
        [error] = raised.exception.exceptions
        self.assertIsInstance(error, OSError)

    def test_except_without_a_star_does_not_catch_a_group(self):
        async def main():
            try:
                async with trio.open_nursery() as nursery:
                    nursery.start_soon(fails)
            except OSError:
                self.fail("it is in a group")

        with self.assertRaises(ExceptionGroup):
            trio.run(main)

    def test_errors_of_two_children_are_in_one_group(self):
        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(fails)
                nursery.start_soon(fails_when_cancelled)

        with self.assertRaises(ExceptionGroup) as raised:
            trio.run(main)
        self.assertEqual(len(raised.exception.exceptions), 2)

    def test_errors_of_a_child_and_of_the_body_are_in_one_group(self):
        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(fails)
                await fails_when_cancelled()

        with self.assertRaises(ExceptionGroup) as raised:
            trio.run(main)
        self.assertEqual(len(raised.exception.exceptions), 2)

    def test_error_that_no_clause_catches_goes_on_in_a_group(self):
        with self.assertRaises(ExceptionGroup) as raised:
            try:
                raise ExceptionGroup("", [OSError(), ValueError()])
            except* OSError:
                pass
        [error] = raised.exception.exceptions
        self.assertIsInstance(error, ValueError)

    def test_group_of_an_inner_nursery_is_inside_that_of_the_outer(
        self,
    ):
        async def inner():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(fails)

        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(inner)

        with self.assertRaises(ExceptionGroup) as raised:
            trio.run(main)
        [group] = raised.exception.exceptions
        self.assertIsInstance(group, ExceptionGroup)

    def test_interrupt_in_a_nursery_leaves_trio_in_a_group(self):
        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(interrupts, trio.sleep)

        with self.assertRaises(BaseExceptionGroup) as raised:
            trio.run(main)
        [error] = raised.exception.exceptions
        self.assertIsInstance(error, KeyboardInterrupt)

    def test_interrupt_while_trio_sleeps_is_raised_in_main(self):
        log = []

        async def main():
            interrupt = threading.Timer(
                0.1,
                signal.pthread_kill,
                [threading.get_ident(), signal.SIGINT],
            )
            async with trio.open_nursery() as nursery:
                nursery.start_soon(parks, log, trio.sleep_forever)
                await trio.lowlevel.checkpoint()
                interrupt.start()
                await parks(log, trio.sleep_forever)

        with self.assertRaises(BaseExceptionGroup):
            trio.run(main)
        self.assertEqual(log, ["KeyboardInterrupt", "Cancelled"])

    def test_interrupt_in_a_group_is_caught_with_a_star_or_as_a_group(
        self,
    ):
        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(interrupts, trio.sleep)

        caught = []
        try:
            trio.run(main)
        except* KeyboardInterrupt:
            caught.append("with a star")
        try:
            trio.run(main)
        except KeyboardInterrupt:
            caught.append("without a star")
        except BaseExceptionGroup:
            caught.append("as a group")
        self.assertEqual(caught, ["with a star", "as a group"])

    def test_interrupt_in_a_task_group_leaves_asyncio_bare(self):
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(interrupts(asyncio.sleep))

        with self.assertRaises(KeyboardInterrupt):
            asyncio.run(main())

    def test_interrupt_in_an_anyio_group_is_as_in_its_backend(self):
        async def main():
            async with anyio.create_task_group() as group:
                group.start_soon(interrupts, anyio.sleep)

        with self.assertRaises(KeyboardInterrupt):
            anyio.run(main, backend="asyncio")
        with self.assertRaises(BaseExceptionGroup):
            anyio.run(main, backend="trio")

    def test_exit_in_a_child_of_asyncio_leaves_the_program(self):
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(leaves())

        with self.assertRaises(SystemExit) as raised:
            asyncio.run(main())
        self.assertEqual(raised.exception.code, 3)

    def test_exit_in_a_child_of_trio_is_in_a_group(self):
        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(leaves)

        with self.assertRaises(BaseExceptionGroup) as raised:
            trio.run(main)
        [error] = raised.exception.exceptions
        self.assertIsInstance(error, SystemExit)

    def test_exit_in_a_group_ends_the_program_with_status_1(self):
        program = "raise BaseExceptionGroup('', [SystemExit(3)])"
        ended = subprocess.run(
            [sys.executable, "-I", "-c", program],
            stderr=subprocess.DEVNULL,
            check=False,
        )
        self.assertEqual(ended.returncode, 1)

    def test_exit_in_a_child_of_anyio_is_as_in_its_backend(self):
        async def main():
            async with anyio.create_task_group() as group:
                group.start_soon(leaves)

        with self.assertRaises(SystemExit):
            anyio.run(main, backend="asyncio")
        with self.assertRaises(BaseExceptionGroup):
            anyio.run(main, backend="trio")

    def test_limit_of_trio_says_that_it_caught_beside_a_failure(self):
        async def main():
            with self.assertRaises(ExceptionGroup) as raised:
                with trio.move_on_after(0.01) as limit:
                    async with trio.open_nursery() as nursery:
                        nursery.start_soon(fails_when_cancelled)
                        nursery.start_soon(trio.sleep_forever)
            return raised.exception.exceptions, limit.cancelled_caught

        [error], has_caught = trio.run(main)
        self.assertIsInstance(error, OSError)
        self.assertTrue(has_caught)

    def test_timeout_around_a_gather_whose_tasks_return_raises(self):
        async def main():
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await asyncio.gather(returns_when_cancelled())

        asyncio.run(main())

    def test_limit_of_anyio_misses_a_gather_whose_tasks_return(self):
        async def limited():
            with anyio.move_on_after(0.01):
                await asyncio.gather(returns_when_cancelled())

        async def main():
            task = asyncio.create_task(limited())
            await asyncio.wait([task])
            return task.cancelled()

        self.assertTrue(asyncio.run(main()))

    def test_limit_of_anyio_beside_a_failure_depends_on_the_backend(
        self,
    ):
        async def main():
            with self.assertRaises(ExceptionGroup):
                with anyio.move_on_after(0.01) as limit:
                    async with anyio.create_task_group() as group:
                        group.start_soon(fails_when_cancelled)
                        group.start_soon(anyio.sleep_forever)
            return limit.cancelled_caught

        self.assertTrue(anyio.run(main, backend="trio"))
        self.assertFalse(anyio.run(main, backend="asyncio"))

    def test_await_of_a_failing_child_in_its_task_group_is_cancelled(
        self,
    ):
        async def main():
            with self.assertRaises(ExceptionGroup):
                async with asyncio.TaskGroup() as group:
                    child = group.create_task(fails())
                    with self.assertRaises(asyncio.CancelledError):
                        await child

        asyncio.run(main())

    def test_await_of_a_child_that_has_failed_before_raises_its_error(
        self,
    ):
        async def main():
            with self.assertRaises(ExceptionGroup):
                async with asyncio.TaskGroup() as group:
                    child = group.create_task(fails())
                    try:
                        await asyncio.sleep(60)
                    finally:
                        with self.assertRaises(OSError):
                            await child

        asyncio.run(main())

    def test_await_of_a_child_that_failed_eagerly_raises_its_error_since_3_12(
        self,
    ):
        async def main():
            loop = asyncio.get_running_loop()
            loop.set_task_factory(asyncio.eager_task_factory)
            with self.assertRaises(ExceptionGroup):
                async with asyncio.TaskGroup() as group:
                    child = group.create_task(fails())
                    with self.assertRaises(OSError):
                        await child

        # Until 3.12, the task is cancelled after the block.
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(main())

    def test_failed_eager_child_leaves_a_cancelled_task_since_3_12_until_3_12(
        self,
    ):
        async def main():
            loop = asyncio.get_running_loop()
            loop.set_task_factory(asyncio.eager_task_factory)
            with self.assertRaises(ExceptionGroup):
                async with asyncio.TaskGroup() as group:
                    group.create_task(fails())

        with self.assertRaises(asyncio.CancelledError):
            asyncio.run(main())

    def test_await_of_a_child_of_anyio_that_has_failed_before_is_cancelled(
        self,
    ):
        async def main():
            with self.assertRaises(ExceptionGroup):
                async with anyio.create_task_group() as group:
                    child = group.create_task(fails())
                    try:
                        await anyio.sleep(60)
                    finally:
                        cancelled = anyio.get_cancelled_exc_class()
                        with self.assertRaises(cancelled):
                            await child

        for backend in "asyncio", "trio":
            anyio.run(main, backend=backend)

    def test_await_of_a_failing_child_of_anyio_raises_task_failed(self):
        async def main():
            with self.assertRaises(ExceptionGroup):
                async with anyio.create_task_group() as group:
                    child = group.create_task(fails())
                    with self.assertRaises(anyio.TaskFailed) as raised:
                        await child
                    self.assertNotIsInstance(raised.exception, OSError)

        for backend in "asyncio", "trio":
            anyio.run(main, backend=backend)

    def test_gather_of_anyio_raises_a_group(self):
        async def main():
            with self.assertRaises(ExceptionGroup) as raised:
                await anyio.gather(fails(), anyio.sleep_forever())
            [error] = raised.exception.exceptions
            self.assertIsInstance(error, OSError)

        for backend in "asyncio", "trio":
            anyio.run(main, backend=backend)
