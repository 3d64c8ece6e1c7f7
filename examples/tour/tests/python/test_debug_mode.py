import asyncio
import contextlib
import gc
import importlib.util
import io
import os
import runpy
import selectors
import socket
import subprocess
import sys
import threading
import unittest
import warnings
from unittest import mock


class LoopOfOurTime(asyncio.SelectorEventLoop):
    """A loop whose clock moves when it is told to, or when it sleeps."""

    def __init__(self):
        loop = self
        loop.now = 0.0

        class Selector(selectors.DefaultSelector):
            def select(self, timeout=None):
                loop.now += timeout or 0
                return super().select(0)

        super().__init__(Selector())

    def time(self):
        return self.now


def run_in_our_time(main, *, debug=True):
    with asyncio.Runner(
        debug=debug, loop_factory=LoopOfOurTime
    ) as runner:
        runner.run(main)


def python(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


async def measure(seconds):
    asyncio.get_running_loop().now += seconds


async def open_the_dome():
    pass


class Debugging(unittest.TestCase):
    def test_step_that_takes_too_long_is_logged_in_debug_mode(self):
        async def main():
            for seconds in (0.09, 0.2, 0.09):
                await asyncio.create_task(measure(seconds))

        with self.assertLogs("asyncio", "WARNING") as log:
            run_in_our_time(main())
        self.assertEqual(len(log.output), 1)
        self.assertIn("measure() done", log.output[0])
        self.assertIn("took 0.200 seconds", log.output[0])

    def test_set_debug_holds_from_the_next_turn_on(self):
        async def main():
            asyncio.get_running_loop().set_debug(True)
            await measure(20)
            await asyncio.create_task(measure(0.2))

        with self.assertLogs("asyncio", "WARNING") as log:
            run_in_our_time(main(), debug=False)
        self.assertEqual(len(log.output), 1)
        self.assertIn("took 0.200 seconds", log.output[0])

    def test_slow_step_is_not_logged_without_debug_mode(self):
        with self.assertNoLogs("asyncio", "WARNING"):
            run_in_our_time(measure(20), debug=False)

    def test_long_wait_is_no_slow_step(self):
        with self.assertNoLogs("asyncio", "WARNING"):
            run_in_our_time(asyncio.sleep(3600))

    def test_slow_begins_where_the_loop_is_told(self):
        async def main():
            asyncio.get_running_loop().slow_callback_duration = 1
            await asyncio.create_task(measure(0.9))

        with self.assertNoLogs("asyncio", "WARNING"):
            run_in_our_time(main())

    def test_debug_mode_is_switched_on_from_outside(self):
        program = """
import asyncio
async def main(): return asyncio.get_running_loop().get_debug()
print(asyncio.run(main()))
"""
        plain = python("-c", program, PYTHONASYNCIODEBUG="")
        by_name = python("-c", program, PYTHONASYNCIODEBUG="1")
        by_option = python("-X", "dev", "-c", program)
        self.assertEqual(plain.stdout, "False\n")
        self.assertEqual(by_name.stdout, "True\n")
        self.assertEqual(by_option.stdout, "True\n")

    def test_call_from_another_thread_is_refused_in_debug_mode(self):
        refused = []

        async def main():
            loop = asyncio.get_running_loop()

            def cellar():
                try:
                    loop.call_soon(print)
                except RuntimeError:
                    refused.append(loop.get_debug())

            for debug in (False, True):
                loop.set_debug(debug)
                loop.call_soon(lambda: None)
                thread = threading.Thread(target=cellar)
                thread.start()
                thread.join()

        asyncio.run(main())
        self.assertEqual(refused, [True])

    def test_result_that_a_thread_sets_before_any_wait_is_not_refused_in_debug_mode(
        self,
    ):
        async def main():
            future = asyncio.get_running_loop().create_future()
            await asyncio.to_thread(future.set_result, "horn")
            return await future

        self.assertEqual(asyncio.run(main(), debug=True), "horn")

    def test_debug_mode_tells_where_a_coroutine_was_made(self):
        for debug in (False, True):
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")

                async def main():
                    open_the_dome()

                asyncio.run(main(), debug=debug)
            [message] = [str(warning.message) for warning in told]
            self.assertIn("was never awaited", message)
            self.assertEqual("created at" in message, debug)

    def test_coroutine_made_in_another_thread_or_before_the_run_has_no_place_in_its_warning(
        self,
    ):
        def forget():
            open_the_dome()

        async def in_the_loop():
            forget()

        async def in_another_thread():
            await asyncio.to_thread(forget)

        async def before_the_run(made):
            made.pop()

        for main, is_told in (
            (lambda: in_the_loop(), True),
            (lambda: in_another_thread(), False),
            (lambda: before_the_run([open_the_dome()]), False),
        ):
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                asyncio.run(main(), debug=True)
                gc.collect()
            [message] = [str(warning.message) for warning in told]
            self.assertIn("was never awaited", message)
            self.assertEqual("created at" in message, is_told)

    def test_debug_mode_tells_where_a_destroyed_task_was_made(self):
        for debug in (False, True):
            told = []

            async def wait():
                await asyncio.get_running_loop().create_future()

            async def main(told=told, wait=wait):
                asyncio.get_running_loop().set_exception_handler(
                    lambda loop, context: told.append(context)
                )
                task = asyncio.create_task(wait())
                await asyncio.sleep(0)
                del task
                gc.collect()

            asyncio.run(main(), debug=debug)
            self.assertIn(
                "destroyed but it is pending", told[0]["message"]
            )
            self.assertEqual("source_traceback" in told[0], debug)

    def test_writer_without_a_reference_is_closed_and_reported(self):
        async def report(wire):
            await asyncio.open_connection(sock=wire)

        async def main():
            office, station = socket.socketpair()
            with office:
                await report(station)
                gc.collect()
                await asyncio.sleep(0)
                return office.recv(1)

        with self.assertWarnsRegex(ResourceWarning, "unclosed"):
            self.assertEqual(asyncio.run(main()), b"")

    def test_transport_that_is_not_closed_stays_open_while_the_loop_runs(
        self,
    ):
        async def report(wire):
            loop = asyncio.get_running_loop()
            await loop.create_connection(asyncio.Protocol, sock=wire)

        async def main():
            office, station = socket.socketpair()
            office.setblocking(False)
            await report(station)
            gc.collect()
            await asyncio.sleep(0.1)
            with self.assertRaises(BlockingIOError):
                office.recv(1)
            return office

        with self.assertWarnsRegex(
            ResourceWarning, "unclosed transport"
        ):
            office = asyncio.run(main())
            gc.collect()
        self.assertEqual(office.recv(1), b"")
        office.close()

    def test_handler_that_forgets_to_close_is_closed_since_3_13(self):
        async def attend(_reader, writer):
            writer.write(b"fog")

        async def main():
            office = await asyncio.start_server(attend, "127.0.0.1", 0)
            address = office.sockets[0].getsockname()
            reader, writer = await asyncio.open_connection(*address)
            try:
                return await asyncio.wait_for(reader.read(), 2)
            finally:
                writer.close()
                office.close()

        with self.assertWarnsRegex(ResourceWarning, "unclosed"):
            self.assertEqual(asyncio.run(main()), b"fog")

    def test_writer_that_is_referred_to_stays_open_after_its_handler(
        self,
    ):
        async def main():
            writers = asyncio.Queue()

            async def attend(_reader, writer):
                writers.put_nowait(writer)

            office = await asyncio.start_server(attend, "127.0.0.1", 0)
            address = office.sockets[0].getsockname()
            reader, _ = ends = await asyncio.open_connection(*address)
            writer = await writers.get()
            while len(asyncio.all_tasks()) > 1:
                await asyncio.sleep(0)
            gc.collect()
            self.assertFalse(writer.is_closing())
            writer.write(b"fog")
            self.assertEqual(await reader.readexactly(3), b"fog")
            for end in writer, ends[1]:
                end.close()
            office.close()

        asyncio.run(main())

    def test_loop_that_is_not_closed_is_reported(self):
        loop = asyncio.new_event_loop()
        with self.assertWarnsRegex(
            ResourceWarning, "unclosed event loop"
        ):
            del loop
            gc.collect()

    def test_resource_warnings_are_shown_only_to_who_asks(self):
        program = "import socket; socket.socket()"
        plain = python("-c", program, PYTHONWARNINGS="")
        asked = python("-X", "dev", "-c", program)
        self.assertEqual(plain.stderr, "")
        self.assertIn("ResourceWarning: unclosed <socket", asked.stderr)

    def test_running_process_can_be_asked_for_its_tasks_since_3_14(
        self,
    ):
        program = """
import asyncio

async def measure():
    asyncio.get_running_loop().call_soon(print, "parked")
    await asyncio.sleep(60)

async def main():
    await asyncio.create_task(measure(), name="Birk")

asyncio.run(main())
"""
        night = subprocess.Popen(
            [sys.executable, "-u", "-c", program],
            stdout=subprocess.PIPE,
        )
        self.addCleanup(night.communicate)
        self.addCleanup(night.kill)
        night.stdout.readline()
        tasks = ask_for_tasks(night.pid)
        self.assertRegex(tasks, "Task-1 .* main")
        self.assertRegex(tasks, "Birk .* measure .* main .* Task-1")


def ask_for_tasks(process):
    """`python -m asyncio ps`, asked by a parent, who may look at its child's memory everywhere."""
    if importlib.util.find_spec("asyncio.tools") is None:
        return None
    table = io.StringIO()
    with (
        mock.patch("sys.argv", ["asyncio", "ps", str(process)]),
        contextlib.redirect_stdout(table),
        contextlib.suppress(SystemExit),
    ):
        runpy.run_module("asyncio", run_name="__main__")
    return table.getvalue()


if __name__ == "__main__":
    unittest.main()
