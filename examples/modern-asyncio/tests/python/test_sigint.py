import asyncio
import ctypes
import gc
import os
import signal
import threading
import unittest


async def parked():
    await asyncio.get_running_loop().create_future()


def press_ctrl_c():
    os.kill(os.getpid(), signal.SIGINT)


def press_ctrl_c_soon():
    asyncio.get_running_loop().call_soon(press_ctrl_c)


class Sigint(unittest.TestCase):
    def setUp(self):
        # A shell may start its background jobs deaf to Ctrl-C.
        hears = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, hears)

    def test_ctrl_c_is_a_cancellation_inside_and_bare_outside(self):
        seen = []

        async def child():
            try:
                await parked()
            except BaseException as error:
                seen.append(type(error))
                raise

        async def main():
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(child())
                    press_ctrl_c_soon()
            except BaseException as error:
                seen.append(type(error))
                raise

        with self.assertRaises(KeyboardInterrupt):
            asyncio.run(main())
        self.assertEqual(seen, [asyncio.CancelledError] * 2)

    def test_ctrl_c_beside_another_cancellation_is_no_keyboard_interrupt(
        self,
    ):
        async def main():
            asyncio.current_task().cancel()
            with self.assertRaises(asyncio.CancelledError):
                await asyncio.sleep(0)
            await asyncio.sleep(0)
            press_ctrl_c_soon()
            await parked()

        with self.assertRaises(asyncio.CancelledError):
            asyncio.run(main())

    def test_ctrl_c_cancels_the_main_task_and_no_other_directly(self):
        log = []

        async def background():
            try:
                await parked()
            finally:
                log.append("background")

        async def main():
            task = asyncio.create_task(background())
            press_ctrl_c_soon()
            try:
                await parked()
            finally:
                await asyncio.sleep(0)
                log.append(f"background done: {task.done()}")

        with self.assertRaises(KeyboardInterrupt):
            asyncio.run(main())
        self.assertEqual(log, ["background done: False", "background"])

    def test_error_of_a_cleanup_takes_the_place_of_keyboard_interrupt(
        self,
    ):
        async def fails_when_cancelled():
            try:
                await parked()
            finally:
                raise KeyError("cleanup")

        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(fails_when_cancelled())
                press_ctrl_c_soon()

        with self.assertRaises(ExceptionGroup):
            asyncio.run(main())

    def test_timeout_block_lets_ctrl_c_pass(self):
        async def main():
            async with asyncio.timeout(1000):
                press_ctrl_c_soon()
                await parked()

        with self.assertRaises(KeyboardInterrupt):
            asyncio.run(main())

    def test_runner_goes_on_after_ctrl_c(self):
        async def main():
            press_ctrl_c_soon()
            await parked()

        async def again():
            return "value"

        with asyncio.Runner() as runner:
            with self.assertRaises(KeyboardInterrupt):
                runner.run(main())
            self.assertEqual(runner.run(again()), "value")

    def test_ctrl_c_between_two_calls_is_raised_at_once(self):
        async def main():
            pass

        with asyncio.Runner() as runner:
            runner.run(main())
            with self.assertRaises(KeyboardInterrupt):
                press_ctrl_c()

    def test_ctrl_c_after_the_end_of_main_stops_the_cleanups_of_other_tasks(
        self,
    ):
        log, tasks = [], []

        async def cleans_up():
            try:
                await parked()
            finally:
                log.append("begins")
                press_ctrl_c_soon()
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                log.append("ends")

        async def main():
            tasks.append(asyncio.create_task(cleans_up()))
            await asyncio.sleep(0)

        with self.assertLogs("asyncio") as logs:
            with self.assertRaises(KeyboardInterrupt):
                asyncio.run(main())
            tasks.clear()
            gc.collect()
        self.assertIn("destroyed", logs.output[0])
        self.assertEqual(log, ["begins"])

    def test_ctrl_c_is_raised_at_once_in_code_that_does_not_await(self):
        log = []

        async def main():
            press_ctrl_c()
            log.append("first")
            press_ctrl_c()
            log.append("second")

        with self.assertRaises(KeyboardInterrupt):
            asyncio.run(main())
        self.assertEqual(log, ["first"])

    def test_second_ctrl_c_waits_for_the_end_of_a_computation_in_c(
        self,
    ):
        log = []
        presses = ctypes.CDLL(None)[
            "raise"
        ]  # in C, and looks at no signal

        async def main():
            press_ctrl_c()
            log.extend(map(presses, [signal.SIGINT] * 3))
            log.append("the next line")

        with self.assertRaises(KeyboardInterrupt):
            asyncio.run(main())
        self.assertEqual(log, [0, 0, 0])

    def test_second_ctrl_c_waits_for_the_next_turn_or_call(self):
        log = {}

        def function():
            log["function"] = "called"

        async def turns(presses):
            press_ctrl_c()
            log["pressed"] = -1 in presses  # in C, and no call
            log["next"] = "line"
            for turn in "abc":
                log["turn"] = turn

        async def calls(presses):
            press_ctrl_c()
            log["pressed"] = -1 in presses
            log["next"] = "line"
            function()

        so_far = {"pressed": False, "next": "line"}
        for main, seen in (
            (turns, so_far | {"turn": "a"}),
            (calls, so_far),
        ):
            log.clear()
            presses = map(ctypes.CDLL(None)["raise"], [signal.SIGINT])
            with self.assertRaises(KeyboardInterrupt):
                asyncio.run(main(presses))
            self.assertEqual(log, seen)

    def test_second_ctrl_c_interrupts_a_large_power(self):
        presses = ctypes.CDLL(None)["raise"]
        log = {}

        async def main():
            press_ctrl_c()
            base, exponent = 7, 3_000_000
            log["pressed"] = -1 in map(presses, [signal.SIGINT])
            log["power"] = base**exponent

        with self.assertRaises(KeyboardInterrupt):
            asyncio.run(main())
        self.assertEqual(log, {"pressed": False})

    def test_runner_in_another_thread_does_not_listen_for_ctrl_c(self):
        handlers = []

        async def main():
            handlers.append(signal.getsignal(signal.SIGINT))

        thread = threading.Thread(target=lambda: asyncio.run(main()))
        thread.start()
        thread.join()
        asyncio.run(main())
        self.assertIs(handlers[0], signal.default_int_handler)
        self.assertIsNot(handlers[1], signal.default_int_handler)
