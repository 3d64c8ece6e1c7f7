import asyncio
import os
import selectors
import signal
import subprocess
import sys
import threading
import unittest
from functools import partial


def ring(number=signal.SIGUSR1):
    os.kill(os.getpid(), number)


class Signals(unittest.TestCase):
    def setUp(self):
        # A shell may start its background jobs deaf to Ctrl-C.
        hears = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, hears)

    def test_handler_runs_on_a_later_turn(self):
        log = []

        async def main():
            loop = asyncio.get_running_loop()
            heard = asyncio.Event()
            loop.add_signal_handler(signal.SIGUSR1, heard.set)
            ring()
            log.append(heard.is_set())
            await heard.wait()
            log.append(heard.is_set())

        asyncio.run(main())
        self.assertEqual(log, [False, True])

    def test_last_handler_replaces_the_one_before(self):
        rung = []

        async def main():
            loop = asyncio.get_running_loop()
            heard = asyncio.Event()
            loop.add_signal_handler(
                signal.SIGUSR1, rung.append, "first"
            )
            loop.add_signal_handler(signal.SIGUSR1, heard.set)
            ring()
            await heard.wait()

        asyncio.run(main())
        self.assertEqual(rung, [])

    def test_end_of_the_loop_gives_the_signal_back(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGUSR1, print)
            self.assertIsNot(
                signal.getsignal(signal.SIGUSR1), signal.SIG_DFL
            )

        asyncio.run(main())
        self.assertIs(signal.getsignal(signal.SIGUSR1), signal.SIG_DFL)

    def test_handler_is_refused_outside_the_main_thread(self):
        refused = []

        async def main():
            loop = asyncio.get_running_loop()
            try:
                loop.add_signal_handler(signal.SIGUSR1, print)
            except RuntimeError as error:
                refused.append(error)

        thread = threading.Thread(target=asyncio.run, args=[main()])
        thread.start()
        thread.join()
        self.assertEqual(len(refused), 1)

    def test_ctrl_c_cancels_main_and_is_raised_by_run(self):
        log = []

        async def main():
            try:
                ring(signal.SIGINT)
                await asyncio.sleep(20)
            except asyncio.CancelledError:
                log.append("cancelled")
                raise

        with self.assertRaises(KeyboardInterrupt):
            asyncio.run(main())
        self.assertEqual(log, ["cancelled"])

    def test_main_that_survives_ctrl_c_returns_as_ever(self):
        async def main():
            try:
                ring(signal.SIGINT)
                await asyncio.sleep(20)
            except asyncio.CancelledError:
                return "closed"

        self.assertEqual(asyncio.run(main()), "closed")

    def test_signal_that_finds_the_buffer_of_the_loop_full_is_lost(
        self,
    ):
        calls, refused = [], []
        self.addCleanup(
            setattr, sys, "unraisablehook", sys.unraisablehook
        )
        sys.unraisablehook = lambda news: refused.append(news.exc_type)

        async def main():
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(
                signal.SIGUSR1, calls.append, "rung"
            )
            rung = 0
            while not refused:
                ring()
                rung += 1
            for _ in range(10):
                await asyncio.sleep(0)
            return rung

        rung = asyncio.run(main())
        self.assertGreater(len(calls), 0)
        self.assertLess(len(calls), rung)
        self.assertIn(BlockingIOError, refused)

    def test_error_in_the_cleanup_replaces_the_ctrl_c(self):
        async def main():
            try:
                ring(signal.SIGINT)
                await asyncio.sleep(20)
            finally:
                raise OSError("the dome is stuck")

        with self.assertRaises(OSError):
            asyncio.run(main())

    def test_second_ctrl_c_is_raised_at_once(self):
        log = []

        async def main():
            try:
                ring(signal.SIGINT)
                await asyncio.sleep(20)
            except asyncio.CancelledError:
                log.append("cancelled")
                ring(signal.SIGINT)
                log.append("closed in peace")

        with self.assertRaises(KeyboardInterrupt):
            asyncio.run(main())
        self.assertEqual(log, ["cancelled"])

    def test_handler_of_ones_own_replaces_the_ctrl_c_of_run(self):
        rung = []

        async def main():
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGINT, rung.append, "mine")
            ring(signal.SIGINT)
            await asyncio.sleep(0.1)

        asyncio.run(main())
        self.assertEqual(rung, ["mine"])

    def test_removed_handler_of_ctrl_c_leaves_run_without_its_own(self):
        log = []

        async def main():
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGINT, print)
            loop.remove_signal_handler(signal.SIGINT)
            try:
                ring(signal.SIGINT)
                await asyncio.sleep(20)
            except asyncio.CancelledError:
                log.append("cancelled")
            except KeyboardInterrupt:
                log.append("interrupted")

        asyncio.run(main())
        self.assertEqual(log, ["interrupted"])

    def test_signal_of_a_broken_process_is_taken(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGSEGV, print)
            self.assertTrue(loop.remove_signal_handler(signal.SIGSEGV))

        asyncio.run(main())

    def test_signal_without_a_handler_ends_the_process(self):
        program = """
import os
try:
    os.kill(os.getpid(), 15)
    print("still there")
finally:
    print("the dome is closed")
"""
        ended = subprocess.run(
            [sys.executable, "-c", program],
            check=False,
            capture_output=True,
        )
        self.assertEqual((ended.returncode, ended.stdout), (-15, b""))

    def test_first_process_of_a_container_is_not_ended_by_sigterm(self):
        program = """
import os
os.kill(os.getpid(), 15)
print(os.getpid(), "goes on")
"""
        unshare = ["unshare", "--map-root-user", "--pid", "--fork"]
        try:
            subprocess.run([*unshare, "true"], check=True)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("this system lets no user make a container")
        ended = subprocess.run(
            [*unshare, sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
        )
        self.assertEqual(ended.stdout, "1 goes on\n")

    def test_removed_handler_gives_the_signal_back(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGUSR1, print)
            self.assertTrue(loop.remove_signal_handler(signal.SIGUSR1))
            self.assertFalse(loop.remove_signal_handler(signal.SIGUSR1))

        asyncio.run(main())
        self.assertIs(signal.getsignal(signal.SIGUSR1), signal.SIG_DFL)

    def test_each_signal_calls_the_handler(self):
        strokes = []

        async def main():
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGUSR1, strokes.append, 1)
            for _ in range(3):
                signal.raise_signal(signal.SIGUSR1)
            await asyncio.sleep(0.1)

        asyncio.run(main())
        self.assertEqual(len(strokes), 3)

    def test_blocked_signals_arrive_as_one(self):
        strokes = self.strokes_of_three_blocked(signal.SIGUSR1)
        self.assertEqual(strokes, 1)

    @unittest.skipUnless(sys.platform == "linux", "as Linux does it")
    def test_blocked_real_time_signals_all_arrive(self):
        strokes = self.strokes_of_three_blocked(signal.SIGRTMIN)
        self.assertEqual(strokes, 3)

    def strokes_of_three_blocked(self, bell):
        """How often the handler runs when the three are let in."""
        strokes = []

        async def main():
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(bell, strokes.append, 1)
            signal.pthread_sigmask(signal.SIG_BLOCK, [bell])
            for _ in range(3):
                signal.raise_signal(bell)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [bell])
            await asyncio.sleep(0.1)

        asyncio.run(main())
        return len(strokes)

    def test_handler_of_the_signal_module_does_not_wake_the_loop(self):
        self.assertEqual(
            self.events_after_a_signal(loop_hears=False), 0
        )

    def test_handler_of_the_loop_wakes_it(self):
        self.assertEqual(self.events_after_a_signal(loop_hears=True), 1)

    def test_another_handler_of_the_loop_lets_all_signals_wake_it(self):
        self.assertEqual(
            self.events_after_a_signal(
                loop_hears=False, another=signal.SIGUSR2
            ),
            1,
        )

    def test_call_soon_in_a_handler_of_the_signal_module_wakes_nobody(
        self,
    ):
        for method, events in [
            ("call_soon", 0),
            ("call_soon_threadsafe", 1),
        ]:
            with self.subTest(method):
                found = self.events_after_a_signal(
                    loop_hears=False, method=method
                )
                self.assertEqual(found, events)

    def events_after_a_signal(
        self, *, loop_hears, another=None, method=None
    ):
        """Ring when the loop has looked at its queue and will sleep."""
        found = []

        class Selector(selectors.DefaultSelector):
            def select(self, timeout=None):
                if timeout and not found:
                    signal.raise_signal(signal.SIGUSR1)
                    found.append(len(super().select(timeout)))
                    return []
                return super().select(timeout)

        async def main():
            loop, closing = asyncio.get_running_loop(), asyncio.Event()
            if another:
                loop.add_signal_handler(another, print)
            if loop_hears:
                loop.add_signal_handler(signal.SIGUSR1, closing.set)
            else:
                close = closing.set
                if method:
                    close = partial(getattr(loop, method), close)
                signal.signal(signal.SIGUSR1, lambda *_: close())
            loop.call_later(0.1, closing.set)
            await closing.wait()

        loop = asyncio.SelectorEventLoop(Selector())
        self.addCleanup(signal.signal, signal.SIGUSR1, signal.SIG_DFL)
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(main())
        return found[0]

    def test_signal_that_cannot_be_caught_is_refused(self):
        async def main():
            loop = asyncio.get_running_loop()
            with self.assertRaises(RuntimeError):
                loop.add_signal_handler(signal.SIGKILL, print)

        asyncio.run(main())

    def test_coroutine_function_is_refused_as_a_handler(self):
        async def close():
            pass

        async def main():
            loop = asyncio.get_running_loop()
            with self.assertRaises(TypeError):
                loop.add_signal_handler(signal.SIGUSR1, close)

        asyncio.run(main())

    def test_loop_without_its_unix_part_has_no_signal_handlers(self):
        loop = asyncio.base_events.BaseEventLoop()
        self.addCleanup(loop.close)
        with self.assertRaises(NotImplementedError):
            loop.add_signal_handler(signal.SIGTERM, print)


if __name__ == "__main__":
    unittest.main()
