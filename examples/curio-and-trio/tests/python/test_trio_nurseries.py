import asyncio
import contextlib
import gc
import unittest
from unittest import mock

import anyio
import trio


class TrioNurseries(unittest.TestCase):
    def test_task_of_asyncio_outlives_the_function_that_made_it(self):
        log = []

        async def copy():
            await asyncio.sleep(0.01)
            log.append("copied")

        async def save():
            return asyncio.create_task(copy())

        async def main():
            task = await save()
            self.assertEqual(log, [])
            await task
            self.assertEqual(log, ["copied"])

        asyncio.run(main())

    def test_system_task_outlives_the_call_that_starts_it(self):
        async def copy():
            await trio.sleep(0.01)
            log.append("copied")
            done.set()

        async def save():
            trio.lowlevel.spawn_system_task(copy)

        async def main():
            await save()
            self.assertEqual(log, [])
            await done.wait()

        log, done = [], trio.Event()
        trio.run(main)
        self.assertEqual(log, ["copied"])

    def test_asyncio_run_cancels_the_task_that_was_left(self):
        log = []

        async def copy():
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                log.append("cancelled")
                raise

        async def main():
            log.append(asyncio.create_task(copy()))
            await asyncio.sleep(0)

        asyncio.run(main())
        task, end = log
        self.assertEqual(end, "cancelled")
        self.assertTrue(task.cancelled())

    def test_error_of_a_task_that_is_not_awaited_stops_no_code(self):
        reported = []

        async def copy():
            raise OSError("disk full")

        async def main():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(
                lambda _loop, context: reported.append(
                    context["message"]
                )
            )
            asyncio.create_task(copy())
            await asyncio.sleep(0.01)
            return "main goes on"

        self.assertEqual(asyncio.run(main()), "main goes on")
        self.assertEqual(
            reported, ["Task exception was never retrieved"]
        )

    def test_nursery_ends_after_its_last_child(self):
        log = []

        async def copy(host, turns):
            for _ in range(turns):
                await trio.lowlevel.checkpoint()
            log.append(host)

        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(copy, "near", 1)
                nursery.start_soon(copy, "far", 5)
                log.append("body")
            log.append("saved")

        trio.run(main)
        self.assertEqual(log, ["body", "near", "far", "saved"])

    def test_child_starts_siblings_after_the_body_has_ended(self):
        log = []

        async def answer():
            await trio.lowlevel.checkpoint()
            log.append("answered")

        async def listen(nursery):
            await trio.lowlevel.checkpoint()
            self.assertEqual(log, ["body"])
            nursery.start_soon(answer)

        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(listen, nursery)
                log.append("body")
            log.append("end")

        trio.run(main)
        self.assertEqual(log, ["body", "answered", "end"])

    def test_start_waits_until_the_child_says_that_it_has_started(
        self,
    ):
        log = []

        async def listen(task_status):
            await trio.lowlevel.checkpoint()
            log.append("listens")
            task_status.started()
            await trio.sleep_forever()

        async def main():
            async with trio.open_nursery() as nursery:
                await nursery.start(listen)
                log.append("body")
                nursery.cancel_scope.cancel()

        trio.run(main)
        self.assertEqual(log, ["listens", "body"])

    def test_start_raises_if_its_child_ends_without_having_started(
        self,
    ):
        async def listen(task_status):
            await trio.lowlevel.checkpoint()

        async def main():
            async with trio.open_nursery() as nursery:
                with self.assertRaisesRegex(RuntimeError, "started"):
                    await nursery.start(listen)

        trio.run(main)

    def test_nursery_that_has_ended_starts_no_child(self):
        async def main():
            async with trio.open_nursery() as nursery:
                pass
            with self.assertRaises(RuntimeError):
                nursery.start_soon(trio.sleep, 0)

        trio.run(main)

    def test_each_task_of_a_trio_program_is_in_a_nursery(self):
        async def own_nursery():
            return trio.lowlevel.current_task().parent_nursery

        async def child():
            self.assertIsNotNone(await own_nursery())

        async def main():
            self.assertIsNotNone(await own_nursery())
            async with trio.open_nursery() as nursery:
                nursery.start_soon(child)

        trio.run(main)

    def test_generator_with_a_nursery_that_is_left_breaks_trio(self):
        async def rows():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(trio.sleep, 60)
                yield 1

        async def find():
            async for _ in rows():
                break

        async def main():
            await find()
            gc.collect()
            await trio.sleep(60)

        # What trio leaves behind is reported when it is collected.
        with mock.patch("sys.unraisablehook"):
            with self.assertRaises(trio.TrioInternalError):
                trio.run(main)
            gc.collect()

    def test_trio_run_takes_a_function_and_refuses_a_coroutine(self):
        async def main():
            return 7

        self.assertEqual(trio.run(main), 7)
        coroutine = main()
        try:
            with self.assertRaises(TypeError):
                trio.run(coroutine)
        finally:
            coroutine.close()

    def test_child_cancelled_at_once_runs_to_its_first_await_in_trio(
        self,
    ):
        async def main(log):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(copy, log, trio.sleep)
                nursery.cancel_scope.cancel()

        log = []
        trio.run(main, log)
        self.assertEqual(log, ["opens", "closes"])

    def test_child_cancelled_at_once_runs_to_its_first_await_in_anyio(
        self,
    ):
        async def main(log):
            async with anyio.create_task_group() as group:
                group.start_soon(copy, log, anyio.sleep)
                group.cancel_scope.cancel()

        for backend in "asyncio", "trio":
            log = []
            anyio.run(main, log, backend=backend)
            self.assertEqual(log, ["opens", "closes"])

    def test_task_cancelled_at_once_runs_no_line_in_asyncio(self):
        async def main(log):
            task = asyncio.create_task(copy(log, asyncio.sleep))
            task.cancel()
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        log = []
        asyncio.run(main(log))
        self.assertEqual(log, [])

    def test_child_of_a_task_group_cancelled_at_once_runs_no_line(self):
        async def main(log):
            with contextlib.suppress(asyncio.CancelledError):
                async with asyncio.TaskGroup() as group:
                    child = group.create_task(copy(log, asyncio.sleep))
                    child.cancel()

        log = []
        asyncio.run(main(log))
        self.assertEqual(log, [])


async def copy(log, sleep):
    log.append("opens")
    try:
        await sleep(0)
        log.append("copied")
    finally:
        log.append("closes")
