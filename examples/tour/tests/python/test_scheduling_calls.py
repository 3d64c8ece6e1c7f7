import asyncio
import functools
import gc
import sys
import time
import unittest
import warnings


class CallsAndClock(unittest.TestCase):
    def test_calls_run_in_the_order_they_were_queued(self):
        log = []

        async def main():
            loop = asyncio.get_running_loop()
            for call in range(100):
                loop.call_soon(log.append, call)
            log.append("main")
            await asyncio.sleep(0)

        asyncio.run(main())
        self.assertEqual(log, ["main", *range(100)])

    def test_call_queued_by_a_call_runs_on_the_turn_after(self):
        log = []

        async def main():
            loop = asyncio.get_running_loop()

            def first():
                log.append("first")
                loop.call_soon(log.append, "queued by first")

            loop.call_soon(first)
            await asyncio.sleep(0)
            log.append("main")
            await asyncio.sleep(0)

        asyncio.run(main())
        self.assertEqual(log, ["first", "main", "queued by first"])

    def test_partial_carries_keywords_into_a_callback(self):
        log = []

        def order(what, by="nobody"):
            log.append((what, by))

        async def main():
            loop = asyncio.get_running_loop()
            with self.assertRaises(TypeError):
                loop.call_soon(order, "lamps out", by="assistant")
            loop.call_soon(
                functools.partial(order, by="assistant"), "open"
            )
            await asyncio.sleep(0)

        asyncio.run(main())
        self.assertEqual(log, [("open", "assistant")])

    def test_async_function_as_a_callback_never_runs(self):
        log = []

        async def open_dome():
            log.append("open")

        async def main():
            asyncio.get_running_loop().call_soon(open_dome)
            await asyncio.sleep(0)
            gc.collect()

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            asyncio.run(main())
        self.assertEqual(log, [])
        self.assertIn("was never awaited", str(caught[0].message))

    def test_error_of_a_callback_goes_to_the_exception_handler(self):
        complaints = []

        def jam():
            raise ValueError("the shutter jams")

        async def main():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(
                lambda _, context: complaints.append(
                    context["exception"]
                )
            )
            loop.call_soon(jam)
            await asyncio.sleep(0)
            return "main goes on"

        self.assertEqual(asyncio.run(main()), "main goes on")
        self.assertEqual(
            [str(error) for error in complaints], ["the shutter jams"]
        )

    def test_default_handler_logs_the_error_of_a_callback(self):
        def jam():
            raise ValueError("the shutter jams")

        async def main():
            asyncio.get_running_loop().call_soon(jam)
            await asyncio.sleep(0)

        with self.assertLogs("asyncio", "ERROR") as logged:
            asyncio.run(main())
        self.assertIn("Exception in callback", logged.output[0])

    def test_arguments_are_computed_when_the_call_is_queued(self):
        log = []

        async def main():
            loop = asyncio.get_running_loop()
            state = "closed"
            loop.call_soon(log.append, f"dome: {state}")
            loop.call_soon(lambda: log.append(f"lambda: {state}"))
            state = "open"
            await asyncio.sleep(0)

        asyncio.run(main())
        self.assertEqual(log, ["dome: closed", "lambda: open"])

    def test_debug_mode_refuses_an_async_function_as_a_callback(self):
        async def open_dome():
            pass

        async def main():
            loop = asyncio.get_running_loop()
            for call in (
                functools.partial(loop.call_soon),
                functools.partial(loop.call_later, 1),
            ):
                with self.assertRaises(TypeError):
                    call(open_dome)

        asyncio.run(main(), debug=True)

    def test_system_exit_of_a_callback_cancels_main_and_ends_run(self):
        log = []

        async def main():
            asyncio.get_running_loop().call_soon(sys.exit, 3)
            try:
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                log.append("main goes on")
            finally:
                await asyncio.sleep(0)
                log.append("main has cleaned up")

        with self.assertRaises(SystemExit):
            asyncio.run(main())
        self.assertEqual(log, ["main has cleaned up"])

    def test_call_that_is_queued_when_main_ends_still_runs(self):
        log = []

        async def main():
            asyncio.get_running_loop().call_soon(log.append, "ran")
            log.append("main ends")

        asyncio.run(main())
        self.assertEqual(log, ["main ends", "ran"])

    def test_call_later_counts_from_the_call(self):
        async def main():
            loop = asyncio.get_running_loop()
            before = loop.time()
            alarm = loop.call_later(2, print)
            after = loop.time()
            self.assertLessEqual(before + 2, alarm.when())
            self.assertLessEqual(alarm.when(), after + 2)

        asyncio.run(main())

    def test_cancelled_timer_never_runs(self):
        log = []

        async def main():
            loop = asyncio.get_running_loop()
            start = loop.time()
            alarm = loop.call_at(start, log.append, "cancelled")
            loop.call_at(start, log.append, "kept")
            alarm.cancel()
            await asyncio.sleep(0.01)
            return alarm.cancelled()

        self.assertTrue(asyncio.run(main()))
        self.assertEqual(log, ["kept"])

    def test_cancel_after_the_run_is_silent(self):
        log = []

        async def main():
            loop = asyncio.get_running_loop()
            call = loop.call_soon(log.append, "ran")
            alarm = loop.call_later(0, log.append, "rang")
            await asyncio.sleep(0.01)
            self.assertEqual(log, ["ran", "rang"])
            call.cancel()
            alarm.cancel()

        with self.assertNoLogs("asyncio"):
            asyncio.run(main())
        self.assertEqual(log, ["ran", "rang"])

    def test_timer_left_at_the_end_of_run_is_dropped_in_silence(self):
        log = []

        async def main():
            asyncio.get_running_loop().call_later(
                0.2, log.append, "rang"
            )

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with self.assertNoLogs("asyncio"):
                asyncio.run(main())
        time.sleep(0.25)
        self.assertEqual((log, caught), ([], []))

    def test_call_soon_goes_before_a_timer_that_is_due(self):
        log = []

        async def main():
            loop = asyncio.get_running_loop()
            loop.call_later(0, log.append, "later")
            loop.call_soon(log.append, "soon")
            await asyncio.sleep(0.01)

        asyncio.run(main())
        self.assertEqual(log, ["soon", "later"])

    def test_equal_deadlines_lose_their_order(self):
        log = []

        async def main():
            loop = asyncio.get_running_loop()
            when = loop.time()
            for name in "ABCDEFG":
                loop.call_at(when, log.append, name)
            await asyncio.sleep(0.01)

        asyncio.run(main())
        self.assertEqual("".join(log), "ACGFBDE")

    def test_loop_time_is_the_monotonic_clock(self):
        async def main():
            before = time.monotonic()
            now = asyncio.get_running_loop().time()
            self.assertTrue(before <= now <= time.monotonic())

        asyncio.run(main())

    def test_wall_time_handed_to_call_at_is_decades_away(self):
        async def main():
            loop = asyncio.get_running_loop()
            alarm = loop.call_at(time.time() + 2, print)
            self.assertGreater(
                alarm.when() - loop.time(), 20 * 365 * 86400
            )

        asyncio.run(main())


if __name__ == "__main__":
    unittest.main()
