import asyncio
import subprocess
import sys
import threading
import unittest


async def tide():
    return 3


def tide_for_everybody():
    coroutine = tide()
    try:
        return asyncio.run(coroutine)
    finally:
        coroutine.close()


class FunctionColour(unittest.TestCase):
    def test_await_outside_an_async_def_is_a_syntax_error(self):
        source = "def moor():\n    await tide()\n"
        with self.assertRaises(SyntaxError):
            compile(source, "moor", "exec")

    def test_generator_expression_of_a_plain_function_can_await(self):
        def tides():
            return (await each for each in [tide(), tide()])

        async def harbour_master():
            return [each async for each in tides()]

        self.assertEqual(asyncio.run(harbour_master()), [3, 3])

    def test_loop_of_our_own_inside_asyncio_is_not_refused(self):
        def our_loop(coroutine):
            while True:
                try:
                    coroutine.send(None)
                except StopIteration as end:
                    return end.value

        async def other():
            log.append("other")

        async def ferry():
            await asyncio.sleep(0)
            log.append("ferry")
            return "docked"

        async def harbour_master():
            task = asyncio.create_task(other())
            docked = our_loop(ferry())
            await task
            return docked

        log = []
        self.assertEqual(asyncio.run(harbour_master()), "docked")
        self.assertEqual(log, ["ferry", "other"])

    def test_run_bridges_from_a_plain_function(self):
        self.assertEqual(tide_for_everybody(), 3)

    def test_run_inside_a_running_loop_raises(self):
        async def harbour_master():
            return tide_for_everybody()

        with self.assertRaisesRegex(RuntimeError, "running event loop"):
            asyncio.run(harbour_master())

    def test_new_loop_inside_a_running_loop_raises(self):
        async def harbour_master():
            loop = asyncio.new_event_loop()
            coroutine = tide()
            try:
                return loop.run_until_complete(coroutine)
            finally:
                coroutine.close()
                loop.close()

        with self.assertRaisesRegex(RuntimeError, "another loop"):
            asyncio.run(harbour_master())

    def test_asyncio_shell_refuses_run_and_takes_a_bare_await(self):
        lines = (
            "asyncio.run(asyncio.sleep(0))",
            "print('tide', await asyncio.sleep(0, 3), 'm')",
        )
        shell = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "asyncio"],
            input="\n".join(lines) + "\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        self.assertIn("from a running event loop", shell.stderr)
        self.assertIn("tide 3 m", shell.stdout)

    def test_outer_loop_goes_on_after_a_refused_run(self):
        async def harbour_master():
            try:
                tide_for_everybody()
            except RuntimeError:
                return await tide()

        self.assertEqual(asyncio.run(harbour_master()), 3)

    def test_run_in_a_joined_thread_stops_the_outer_loop(self):
        log = []

        async def gull():
            log.append("gull")

        def elsewhere():
            log.append(asyncio.run(tide()))

        async def harbour_master():
            task = asyncio.create_task(gull())
            thread = threading.Thread(target=elsewhere)
            thread.start()
            thread.join()
            log.append("joined")
            await task

        asyncio.run(harbour_master())
        self.assertEqual(log, [3, "joined", "gull"])

    def test_await_of_to_thread_lets_the_outer_loop_go_on(self):
        log = []

        async def harbour_master():
            gull_is_by = threading.Event()

            async def gull():
                gull_is_by.set()

            def elsewhere():
                self.assertTrue(gull_is_by.wait(10))
                return asyncio.run(tide())

            task = asyncio.create_task(gull())
            log.append(await asyncio.to_thread(elsewhere))
            await task

        asyncio.run(harbour_master())
        self.assertEqual(log, [3])
