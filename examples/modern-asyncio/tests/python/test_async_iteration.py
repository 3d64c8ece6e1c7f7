import asyncio
import sys
import unittest
import warnings
from contextlib import (
    aclosing,
    asynccontextmanager,
    contextmanager,
)


async def rows(log, pause=0):
    log.append("opens")
    try:
        for row in [1, 2, 3]:
            await asyncio.sleep(pause)
            yield row
    finally:
        log.append("closes")


async def turns(count=5):
    for _ in range(count):
        await asyncio.sleep(0)


async def parked(log):
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        log.append("cancelled")
        raise


def stopwatch(log):
    @contextmanager
    def stopwatch():
        log.append("begins")
        yield
        log.append("ends")

    return stopwatch


def async_stopwatch(log):
    @asynccontextmanager
    async def stopwatch():
        log.append("begins")
        yield
        log.append("ends")

    return stopwatch


class AsyncIteration(unittest.TestCase):
    def test_async_generator_runs_no_line_before_its_first_item(self):
        async def main():
            log = []
            found = rows(log)
            await turns()
            self.assertEqual(log, [])
            self.assertEqual(await anext(found), 1)
            self.assertEqual(log, ["opens"])
            await found.aclose()

        asyncio.run(main())

    def test_other_tasks_run_while_async_for_waits_for_an_item(self):
        async def main():
            seen = []

            async def ticks():
                while True:
                    seen.append("tick")
                    await asyncio.sleep(0)

            other = asyncio.create_task(ticks())
            async for row in rows([]):
                seen.append(row)
            other.cancel()
            self.assertEqual(seen[:4], ["tick", 1, "tick", 2])

        asyncio.run(main())

    def test_async_comprehension_collects_the_items(self):
        async def main():
            found = [row async for row in rows([]) if row > 1]
            self.assertEqual(found, [2, 3])

        asyncio.run(main())

    def test_generator_that_is_left_closes_later_in_another_task(self):
        async def main():
            tasks = []

            async def rows():
                try:
                    yield 1
                finally:
                    tasks.append(asyncio.current_task())

            async for _ in rows():
                break
            self.assertEqual(tasks, [])
            await turns()
            self.assertEqual(len(tasks), 1)
            self.assertIsNot(tasks[0], asyncio.current_task())

        asyncio.run(main())

    def test_generator_that_a_variable_keeps_stays_open_until_the_end(
        self,
    ):
        log = []

        async def main():
            found = rows(log)
            async for _ in found:
                break
            await turns()
            log.append("main ends")
            return found

        found = asyncio.run(main())
        self.assertEqual(log, ["opens", "main ends", "closes"])
        self.assertIsNone(found.ag_frame)

    def test_cleanup_that_awaits_after_main_is_cut_off_in_3_11(self):
        log = []

        async def query():
            try:
                yield 1
            finally:
                log.append("cleans up")
                await asyncio.sleep(0)
                log.append("closes")

        async def main():
            found = query()
            async for _ in found:
                break

        asyncio.run(main())
        if sys.version_info < (3, 12):
            self.assertEqual(log, ["cleans up"])
        elif sys.version_info >= (3, 13):
            # A patch release of 3.12 changed this.
            self.assertEqual(log, ["cleans up", "closes"])

    def test_error_while_a_left_generator_closes_is_only_logged(self):
        async def main():
            reports = []
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(
                lambda _, report: reports.append(report["exception"])
            )

            async def rows():
                try:
                    yield 1
                finally:
                    raise OSError("it was closed already")

            async for _ in rows():
                break
            await turns()
            self.assertEqual([type(it) for it in reports], [OSError])

        asyncio.run(main())

    def test_aclosing_closes_at_the_end_of_its_block(self):
        async def main():
            log = []
            async with aclosing(rows(log)) as found:
                async for _ in found:
                    break
            self.assertEqual(log, ["opens", "closes"])

        asyncio.run(main())

    def test_generator_that_is_cancelled_while_it_waits_has_ended(self):
        async def main():
            log = []
            found = rows(log, pause=10)
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0):
                    await anext(found)
            self.assertEqual(log, ["opens", "closes"])
            with self.assertRaises(StopAsyncIteration):
                await anext(found)

        asyncio.run(main())

    def test_task_for_the_item_survives_the_limit(self):
        async def main():
            sent = asyncio.Event()

            async def rows():
                await sent.wait()
                yield 1

            found = rows()
            item = asyncio.ensure_future(anext(found))
            done, _ = await asyncio.wait([item], timeout=0)
            self.assertEqual(done, set())
            sent.set()
            self.assertEqual(await item, 1)
            await found.aclose()

        asyncio.run(main())

    def test_generator_refuses_a_second_task_at_the_same_time(self):
        async def main():
            found = rows([])
            first = asyncio.ensure_future(anext(found))
            await asyncio.sleep(0)
            with self.assertRaises(RuntimeError):
                await anext(found)
            self.assertEqual(await first, 1)
            await found.aclose()

        asyncio.run(main())

    def test_generator_that_a_task_is_inside_cannot_be_closed(self):
        async def main():
            found = rows([])
            item = asyncio.ensure_future(anext(found))
            await asyncio.sleep(0)
            with self.assertRaises(RuntimeError):
                await found.aclose()
            item.cancel()
            with self.assertRaises(RuntimeError):
                await found.aclose()
            await asyncio.wait([item])
            await found.aclose()

        asyncio.run(main())

    def test_generator_that_has_ended_ends_again(self):
        async def main():
            found = rows([])
            async for _ in found:
                pass
            for _ in range(2):
                with self.assertRaises(StopAsyncIteration):
                    await anext(found)

        asyncio.run(main())

    def test_closing_a_generator_with_a_group_is_silent_since_3_15(
        self,
    ):
        log = []

        async def rows():
            async with asyncio.TaskGroup() as group:
                group.create_task(parked(log))
                await asyncio.sleep(0)
                yield 1

        async def main():
            found = rows()
            await anext(found)
            await found.aclose()
            self.assertEqual(log, ["cancelled"])

        asyncio.run(main())

    def test_closing_a_generator_with_a_group_raises_until_3_14(self):
        async def rows():
            async with asyncio.TaskGroup():
                yield 1

        async def main():
            found = rows()
            await anext(found)
            with self.assertRaises(BaseExceptionGroup) as raised:
                await found.aclose()
            [error] = raised.exception.exceptions
            self.assertIsInstance(error, GeneratorExit)

        asyncio.run(main())

    def test_failing_child_of_a_generators_group_cancels_the_consumer(
        self,
    ):
        async def fails():
            raise OSError("no heartbeat")

        async def rows():
            async with asyncio.TaskGroup() as group:
                group.create_task(fails())
                yield 1

        log = []

        async def consumer():
            async with aclosing(rows()) as found:
                await anext(found)
                await parked(log)

        async def main():
            task = asyncio.create_task(consumer())
            await asyncio.wait([task])
            self.assertEqual(log, ["cancelled"])
            self.assertIn("OSError", repr(task.exception()))

        asyncio.run(main())

    def test_timeout_around_a_yield_cancels_the_consumer(self):
        async def rows():
            async with asyncio.timeout(0.01):
                yield 1

        log = []

        async def consumer():
            async with aclosing(rows()) as found:
                await anext(found)
                await parked(log)

        async def main():
            task = asyncio.create_task(consumer())
            await asyncio.wait([task])
            self.assertEqual(log, ["cancelled"])

        asyncio.run(main())

    def test_context_manager_stays_open_in_async_def_since_3_15(self):
        log = []

        @stopwatch(log)()
        async def load():
            log.append("loads")

        asyncio.run(load())
        self.assertEqual(log, ["begins", "loads", "ends"])

    def test_context_manager_closes_before_the_body_until_3_14(self):
        log = []

        @stopwatch(log)()
        async def load():
            log.append("loads")

        asyncio.run(load())
        self.assertEqual(log, ["begins", "ends", "loads"])

    def test_async_context_manager_stays_open_in_async_def(self):
        log = []

        @async_stopwatch(log)()
        async def load():
            log.append("loads")

        asyncio.run(load())
        self.assertEqual(log, ["begins", "loads", "ends"])

    def test_async_context_manager_can_decorate_an_async_generator_since_3_15(
        self,
    ):
        log = []

        @async_stopwatch(log)()
        async def rows():
            yield 1

        async def main():
            async for row in rows():
                log.append(row)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            asyncio.run(main())
        self.assertEqual(log, ["begins", 1, "ends"])

    def test_with_in_the_body_is_open_for_the_whole_body(self):
        log = []

        async def load():
            with stopwatch(log)():
                await asyncio.sleep(0)
                log.append("loads")

        asyncio.run(load())
        self.assertEqual(log, ["begins", "loads", "ends"])
