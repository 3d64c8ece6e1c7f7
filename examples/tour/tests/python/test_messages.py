"""The texts of asyncio's errors and warnings, word for word."""

import asyncio
import contextlib
import gc
import inspect
import socket
import threading
import unittest
import warnings
from functools import partial


async def open_the_dome():
    pass


async def plates():
    yield "M31"


def error_of(kind, main):
    """The error of this kind with which `asyncio.run(main())` ends."""
    try:
        asyncio.run(main())
    except kind as error:
        return error
    raise AssertionError("there is no error")


def logged(case, work):
    """What asyncio logs meanwhile, each message as one text."""
    with case.assertLogs("asyncio") as log:
        work()
        gc.collect()
    return [record.getMessage() for record in log.records]


class Said(unittest.TestCase):
    def assert_says(self, kind, text, work):
        """`work`, a function or an `async` one, ends with this error."""
        with warnings.catch_warnings():
            # A coroutine may be left behind where an error is raised.
            warnings.simplefilter("ignore", RuntimeWarning)
            try:
                if inspect.iscoroutinefunction(work):
                    asyncio.run(work())
                else:
                    work()
            except kind as error:
                self.assertIs(type(error), kind)
                self.assertEqual(str(error), text)
            else:
                self.fail("there is no error")
            gc.collect()


class Coroutines(Said):
    def test_dropped_coroutine_says_that_it_was_never_awaited(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            open_the_dome()
            gc.collect()
        self.assertEqual(
            [(w.category, str(w.message)) for w in caught],
            [
                (
                    RuntimeWarning,
                    "coroutine 'open_the_dome' was never awaited",
                )
            ],
        )

    def test_second_await_says_cannot_reuse(self):
        async def main():
            opening = open_the_dome()
            await opening
            await opening

        self.assert_says(
            RuntimeError, "cannot reuse already awaited coroutine", main
        )

    def test_await_of_a_coroutine_that_waits_says_being_awaited(self):
        async def main():
            opening = asyncio.sleep(1)
            asyncio.create_task(opening)
            await asyncio.sleep(0)
            await opening

        self.assert_says(
            RuntimeError, "coroutine is being awaited already", main
        )

    def test_await_of_none_says_cant_be_used_until_3_13(self):
        async def main():
            await None

        self.assert_says(
            TypeError,
            "object NoneType can't be used in 'await' expression",
            main,
        )

    def test_await_of_none_says_cant_be_awaited_since_3_14(self):
        async def main():
            await None

        self.assert_says(
            TypeError, "'NoneType' object can't be awaited", main
        )

    def test_use_of_a_coroutine_as_its_result_says_coroutine(self):
        async def iterates():
            for _ in open_the_dome():
                pass

        async def takes_an_item():
            return open_the_dome()[0]

        async def takes_an_attribute():
            return open_the_dome().angle

        self.assert_says(
            TypeError, "'coroutine' object is not iterable", iterates
        )
        self.assert_says(
            TypeError,
            "'coroutine' object is not subscriptable",
            takes_an_item,
        )
        self.assert_says(
            AttributeError,
            "'coroutine' object has no attribute 'angle'",
            takes_an_attribute,
        )

    def test_await_in_a_plain_function_is_a_syntax_error(self):
        def says(source):
            with self.assertRaises(SyntaxError) as refused:
                compile(source, "night.py", "exec")
            return refused.exception.msg

        self.assertEqual(
            says("def main():\n    await night()"),
            "'await' outside async function",
        )
        self.assertEqual(
            says("await night()"), "'await' outside function"
        )
        self.assertEqual(
            says("def main():\n    async with lock:\n        pass"),
            "'async with' outside async function",
        )
        self.assertEqual(
            says(
                "def main():\n    async for _ in plates:\n        pass"
            ),
            "'async for' outside async function",
        )

    def test_for_over_an_async_generator_says_not_iterable(self):
        async def main():
            for _ in plates():
                pass

        self.assert_says(
            TypeError, "'async_generator' object is not iterable", main
        )

    def test_async_for_over_a_list_says_requires_aiter(self):
        async def main():
            async for _ in ["M31"]:
                pass

        self.assert_says(
            TypeError,
            "'async for' requires an object with __aiter__ method,"
            " got list",
            main,
        )

    def test_plain_with_of_a_lock_says_no_context_manager(self):
        async def main():
            with asyncio.Lock():
                pass

        error = error_of(TypeError, main)
        self.assertRegex(
            str(error),
            "Lock' object does not support the context manager protocol",
        )

    def test_plain_with_of_a_lock_asks_for_async_with_since_3_14(self):
        async def main():
            with asyncio.Lock():
                pass

        self.assertRegex(
            str(error_of(TypeError, main)),
            "Did you mean to use 'async with'",
        )

    def test_create_task_of_a_function_says_a_coroutine_was_expected(
        self,
    ):
        async def main():
            asyncio.create_task(open_the_dome)

        self.assert_says(
            TypeError,
            f"a coroutine was expected, got {open_the_dome}",
            main,
        )

    def test_run_of_a_function_says_a_coroutine_until_3_13(self):
        self.assert_says(
            ValueError,
            f"a coroutine was expected, got {open_the_dome}",
            lambda: asyncio.run(open_the_dome),
        )

    def test_run_of_a_function_says_an_awaitable_since_3_14(self):
        self.assert_says(
            TypeError,
            "An asyncio.Future, a coroutine or an awaitable is required",
            lambda: asyncio.run(open_the_dome),
        )

    def test_gather_of_a_number_says_an_awaitable_is_required(self):
        async def main():
            await asyncio.gather(open_the_dome(), 1)

        self.assert_says(
            TypeError,
            "An asyncio.Future, a coroutine or an awaitable is required",
            main,
        )

    def test_wait_with_a_coroutine_says_passing_is_forbidden(self):
        async def main():
            await asyncio.wait([open_the_dome()])

        self.assert_says(
            TypeError,
            "Passing coroutines is forbidden, use tasks explicitly.",
            main,
        )

    def test_wait_without_tasks_says_that_the_set_is_empty(self):
        async def main():
            await asyncio.wait([])

        self.assert_says(
            ValueError, "Set of Tasks/Futures is empty.", main
        )

    def test_stop_iteration_leaves_a_coroutine_under_another_name(self):
        async def main():
            raise StopIteration

        self.assert_says(
            RuntimeError, "coroutine raised StopIteration", main
        )


class Loops(Said):
    def test_create_task_outside_a_loop_says_no_running_event_loop(
        self,
    ):
        self.assert_says(
            RuntimeError,
            "no running event loop",
            lambda: asyncio.create_task(open_the_dome()),
        )
        self.assert_says(
            RuntimeError,
            "no running event loop",
            asyncio.get_running_loop,
        )

    def test_get_event_loop_in_a_thread_says_no_current_event_loop(
        self,
    ):
        said = []

        def work():
            try:
                asyncio.get_event_loop()
            except RuntimeError as error:
                said.append(str(error))

        cellar = threading.Thread(target=work, name="cellar")
        cellar.start()
        cellar.join()
        self.assertEqual(
            said, ["There is no current event loop in thread 'cellar'."]
        )

    def test_get_event_loop_after_run_says_no_current_event_loop(self):
        asyncio.run(open_the_dome())
        self.assert_says(
            RuntimeError,
            "There is no current event loop in thread 'MainThread'.",
            asyncio.get_event_loop,
        )

    def test_run_inside_a_loop_says_cannot_be_called(self):
        async def main():
            asyncio.run(open_the_dome())

        self.assert_says(
            RuntimeError,
            "asyncio.run() cannot be called from a running event loop",
            main,
        )

    def test_run_until_complete_inside_says_already_running(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.run_until_complete(open_the_dome())

        self.assert_says(
            RuntimeError, "This event loop is already running", main
        )

    def test_run_until_complete_of_a_second_loop_says_another_runs(
        self,
    ):
        second = asyncio.new_event_loop()
        self.addCleanup(second.close)

        async def main():
            second.run_until_complete(open_the_dome())

        self.assert_says(
            RuntimeError,
            "Cannot run the event loop while another loop is running",
            main,
        )

    def test_work_for_a_closed_loop_says_event_loop_is_closed(self):
        loop = asyncio.new_event_loop()
        loop.close()
        for work in (
            lambda: loop.run_until_complete(open_the_dome()),
            lambda: loop.call_soon(print),
            lambda: loop.call_soon_threadsafe(print),
            lambda: loop.create_task(open_the_dome()),
        ):
            self.assert_says(RuntimeError, "Event loop is closed", work)

    def test_loop_that_is_stopped_too_soon_says_so(self):
        async def main():
            asyncio.get_running_loop().stop()
            await asyncio.sleep(1)

        self.assert_says(
            RuntimeError,
            "Event loop stopped before Future completed.",
            main,
        )

    def test_await_of_the_future_of_another_loop_says_attached(self):
        other = asyncio.new_event_loop()
        self.addCleanup(other.close)
        signal = other.create_future()

        async def main():
            await signal

        error = error_of(RuntimeError, main)
        self.assertRegex(
            str(error),
            r"^Task <Task pending .*> got Future <Future pending>"
            r" attached to a different loop$",
        )

    def test_queue_of_two_loops_says_bound_to_a_different_loop(self):
        tray = asyncio.Queue()

        async def wait_in_vain():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(tray.get(), 0.001)

        asyncio.run(wait_in_vain())
        error = error_of(RuntimeError, wait_in_vain)
        self.assertRegex(
            str(error),
            "^<Queue .*> is bound to a different event loop$",
        )

    def test_call_soon_from_a_thread_says_non_thread_safe_in_debug(
        self,
    ):
        said = []

        async def main():
            loop = asyncio.get_running_loop()

            def work():
                try:
                    loop.call_soon(print)
                except RuntimeError as error:
                    said.append(str(error))

            await asyncio.to_thread(work)

        asyncio.run(main(), debug=True)
        self.assertEqual(
            said,
            [
                (
                    "Non-thread-safe operation invoked on an event loop"
                    " other than the current one"
                )
            ],
        )

    def test_foreign_leaf_says_task_got_bad_yield(self):
        class Request:
            def __await__(self):
                yield "sleep"

        async def main():
            await Request()

        self.assert_says(
            RuntimeError, "Task got bad yield: 'sleep'", main
        )


class Tasks(Said):
    def test_task_that_is_collected_says_that_it_was_destroyed(self):
        def work():
            loop = asyncio.new_event_loop()
            loop.create_task(asyncio.Event().wait())
            loop.run_until_complete(asyncio.sleep(0))
            loop.close()

        (said,) = logged(self, work)
        self.assertRegex(
            said,
            r"^Task was destroyed but it is pending!\ntask: <Task pending",
        )

    def test_error_that_is_never_asked_for_was_never_retrieved(self):
        async def fail():
            raise LookupError("no such star")

        async def main():
            asyncio.create_task(fail())
            future = asyncio.get_running_loop().create_future()
            future.set_exception(LookupError("no such plate"))
            await asyncio.sleep(0)
            await asyncio.sleep(0)

        said = logged(self, lambda: asyncio.run(main()))
        self.assertEqual(
            sorted(text.splitlines()[0] for text in said),
            [
                "Future exception was never retrieved",
                "Task exception was never retrieved",
            ],
        )

    def test_error_of_a_callback_says_exception_in_callback(self):
        def ring():
            raise LookupError("no bell")

        async def main():
            asyncio.get_running_loop().call_soon(ring)
            await asyncio.sleep(0)

        (said,) = logged(self, lambda: asyncio.run(main()))
        self.assertRegex(said, "^Exception in callback .*ring")

    def test_second_result_of_a_future_says_invalid_state(self):
        async def main():
            future = asyncio.get_running_loop().create_future()
            future.set_result("clear")
            future.set_result("cloudy")

        async def late():
            future = asyncio.get_running_loop().create_future()
            future.cancel()
            self.assertTrue(future.done())
            future.set_result("clear")

        self.assert_says(
            asyncio.InvalidStateError, "invalid state", main
        )
        self.assert_says(
            asyncio.InvalidStateError, "invalid state", late
        )

    def test_early_question_says_that_nothing_is_set(self):
        async def asks_for_the_result():
            asyncio.get_running_loop().create_future().result()

        async def asks_for_the_exception():
            asyncio.get_running_loop().create_future().exception()

        self.assert_says(
            asyncio.InvalidStateError,
            "Result is not set.",
            asks_for_the_result,
        )
        self.assert_says(
            asyncio.InvalidStateError,
            "Exception is not set.",
            asks_for_the_exception,
        )

    def test_cancelled_error_has_the_text_of_cancel_or_none(self):
        async def without():
            task = asyncio.create_task(asyncio.sleep(1))
            task.cancel()
            await task

        async def with_text():
            task = asyncio.create_task(asyncio.sleep(1))
            task.cancel("clouds")
            await task

        self.assert_says(asyncio.CancelledError, "", without)
        self.assert_says(asyncio.CancelledError, "clouds", with_text)

    def test_timeout_error_of_asyncio_has_no_text(self):
        async def wait_for():
            await asyncio.wait_for(asyncio.sleep(1), 0.001)

        async def block():
            async with asyncio.timeout(0.001):
                await asyncio.sleep(1)

        self.assert_says(TimeoutError, "", wait_for)
        self.assert_says(TimeoutError, "", block)

    def test_timeout_outside_a_task_says_so(self):
        async def enter():
            async with asyncio.timeout(1):
                await asyncio.sleep(0)

        loop = asyncio.new_event_loop()
        self.addCleanup(loop.close)
        said = []

        def step():
            try:
                enter().send(None)
            except RuntimeError as error:
                said.append(str(error))
            loop.stop()

        loop.call_soon(step)
        loop.run_forever()
        self.assertEqual(said, ["Timeout should be used inside a task"])

    def test_task_group_counts_its_unhandled_errors(self):
        async def fail():
            raise LookupError("no such star")

        async def main(count):
            async with asyncio.TaskGroup() as group:
                for _ in range(count):
                    group.create_task(fail())

        for count, text in (
            (1, "unhandled errors in a TaskGroup (1 sub-exception)"),
            (2, "unhandled errors in a TaskGroup (2 sub-exceptions)"),
        ):
            error = error_of(
                ExceptionGroup, lambda count=count: main(count)
            )
            self.assertEqual(str(error), text)

    def test_task_group_takes_no_task_before_or_after(self):
        async def early():
            asyncio.TaskGroup().create_task(open_the_dome())

        async def late():
            async with asyncio.TaskGroup() as group:
                pass
            group.create_task(open_the_dome())

        async def fail():
            raise LookupError("no such star")

        async def cancelled():
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())
                try:
                    await asyncio.sleep(1)
                finally:
                    group.create_task(open_the_dome())

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            errors = [
                error_of(RuntimeError, early),
                error_of(RuntimeError, late),
            ]
            group = error_of(ExceptionGroup, cancelled)
            errors.append(group.exceptions[1])
            gc.collect()
        self.assertEqual({type(e) for e in errors}, {RuntimeError})
        early, late, cancelled = map(str, errors)
        self.assertRegex(early, "^TaskGroup <.*> has not been entered$")
        self.assertRegex(late, "^TaskGroup <.*> is finished$")
        self.assertRegex(cancelled, "^TaskGroup <.*> is shutting down$")


class Tools(Said):
    def test_errors_of_a_queue_have_no_text(self):
        async def takes():
            asyncio.Queue().get_nowait()

        async def puts():
            tray = asyncio.Queue(1)
            tray.put_nowait("M31")
            tray.put_nowait("M33")

        self.assert_says(asyncio.QueueEmpty, "", takes)
        self.assert_says(asyncio.QueueFull, "", puts)

    def test_error_of_a_closed_queue_has_no_text_since_3_13(self):
        async def main():
            tray = asyncio.Queue()
            tray.shutdown()
            await tray.get()

        async def puts():
            tray = asyncio.Queue()
            tray.shutdown()
            await tray.put("M31")

        self.assert_says(asyncio.QueueShutDown, "", main)
        self.assert_says(asyncio.QueueShutDown, "", puts)

    def test_task_done_without_an_item_says_too_many_times(self):
        async def main():
            asyncio.Queue().task_done()

        self.assert_says(
            ValueError, "task_done() called too many times", main
        )

    def test_release_of_a_free_lock_says_not_acquired(self):
        async def main():
            asyncio.Lock().release()

        self.assert_says(RuntimeError, "Lock is not acquired.", main)

    def test_condition_without_its_lock_says_un_acquired(self):
        async def waits():
            await asyncio.Condition().wait()

        async def notifies():
            asyncio.Condition().notify()

        self.assert_says(
            RuntimeError, "cannot wait on un-acquired lock", waits
        )
        self.assert_says(
            RuntimeError, "cannot notify on un-acquired lock", notifies
        )

    def test_bounded_semaphore_says_released_too_many_times(self):
        async def main():
            asyncio.BoundedSemaphore(1).release()

        self.assert_says(
            ValueError, "BoundedSemaphore released too many times", main
        )

    def test_long_line_says_chunk_and_limit(self):
        def reads(how, data):
            async def main():
                reader = asyncio.StreamReader(limit=4)
                reader.feed_data(data)
                await how(reader)

            return main

        found = "Separator is found, but chunk is longer than limit"
        missing = "Separator is not found, and chunk exceed the limit"
        for data, text in (
            (b"Andromeda\n", found),
            (b"Andromeda", missing),
        ):
            self.assert_says(
                asyncio.LimitOverrunError,
                text,
                reads(asyncio.StreamReader.readuntil, data),
            )
            self.assert_says(
                ValueError,
                text,
                reads(asyncio.StreamReader.readline, data),
            )

    def test_end_before_the_last_byte_says_how_many_were_read(self):
        async def counts():
            reader = asyncio.StreamReader()
            reader.feed_data(b"M31")
            reader.feed_eof()
            try:
                await reader.readexactly(8)
            except asyncio.IncompleteReadError as error:
                self.assertEqual(error.partial, b"M31")
                raise

        async def looks_for_the_end_of_the_line():
            reader = asyncio.StreamReader()
            reader.feed_data(b"M31")
            reader.feed_eof()
            await reader.readuntil()

        self.assert_says(
            asyncio.IncompleteReadError,
            "3 bytes read on a total of 8 expected bytes",
            counts,
        )
        self.assert_says(
            asyncio.IncompleteReadError,
            "3 bytes read on a total of undefined expected bytes",
            looks_for_the_end_of_the_line,
        )

    def test_second_reader_of_a_stream_says_already_waiting(self):
        async def read_twice(read):
            reader = asyncio.StreamReader()
            first = asyncio.create_task(reader.read(1))
            await asyncio.sleep(0)
            try:
                await read(reader)
            finally:
                first.cancel()

        for name, read in (
            ("read", asyncio.StreamReader.read),
            ("readuntil", asyncio.StreamReader.readline),
        ):
            self.assert_says(
                RuntimeError,
                f"{name}() called while another coroutine is already"
                " waiting for incoming data",
                partial(read_twice, read),
            )

    def test_task_at_an_aborted_barrier_says_abort_or_reset(self):
        async def waits(end):
            meeting = asyncio.Barrier(2)
            first = asyncio.create_task(meeting.wait())
            await asyncio.sleep(0)
            await end(meeting)
            await first

        async def comes_later():
            meeting = asyncio.Barrier(2)
            await meeting.abort()
            await meeting.wait()

        for end in asyncio.Barrier.abort, asyncio.Barrier.reset:
            self.assert_says(
                asyncio.BrokenBarrierError,
                "Abort or reset of barrier",
                partial(waits, end),
            )
        self.assert_says(
            asyncio.BrokenBarrierError, "Barrier aborted", comes_later
        )

    def test_writes_after_the_end_are_logged_and_drain_says_lost(self):
        async def main():
            office, station = socket.socketpair()
            _, writer = await asyncio.open_connection(sock=office)
            station.close()
            for _ in range(9):
                writer.write(b"fog")
            with self.assertRaises(ConnectionResetError) as lost:
                await writer.drain()
            self.assertEqual(str(lost.exception), "Connection lost")
            writer.close()
            with contextlib.suppress(BrokenPipeError):
                await writer.wait_closed()

        said = logged(self, lambda: asyncio.run(main()))
        self.assertEqual(set(said), {"socket.send() raised exception."})


if __name__ == "__main__":
    unittest.main()
