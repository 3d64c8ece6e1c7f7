import asyncio
import socket
import sys
import threading
import unittest
import warnings


class EventLoop(unittest.TestCase):
    def test_ready_tasks_run_first_in_first_out(self):
        log = []

        async def ferry(name):
            for _ in range(3):
                log.append(name)
                await asyncio.sleep(0)

        async def main():
            ferries = [asyncio.create_task(ferry(n)) for n in "GHT"]
            for task in ferries:
                await task

        asyncio.run(main())
        self.assertEqual("".join(log), "GHTGHTGHT")

    def test_call_from_a_thread_is_in_the_same_queue(self):
        log = []

        async def main():
            loop = asyncio.get_running_loop()
            thread = threading.Thread(
                target=loop.call_soon_threadsafe,
                args=(log.append, "by a thread"),
            )
            thread.start()
            thread.join()
            loop.call_soon(log.append, "here")
            await asyncio.sleep(0)

        asyncio.run(main())
        self.assertEqual(log, ["by a thread", "here"])

    def test_main_takes_its_place_in_the_ready_queue(self):
        log = []

        async def ferry(name):
            while True:
                log.append(name)
                await asyncio.sleep(0)

        async def main():
            ferries = [asyncio.create_task(ferry(n)) for n in "GHT"]
            for _ in range(3):
                log.append("M")
                await asyncio.sleep(0)
            for task in ferries:
                task.cancel()

        asyncio.run(main())
        self.assertEqual("".join(log)[:11], "MGHTMGHTMGH")

    def test_one_object_queues_keeps_time_and_listens(self):
        heard = []

        async def main():
            loop = asyncio.get_running_loop()
            ours, theirs = socket.socketpair()
            with ours, theirs:
                listened = loop.create_future()
                timed = loop.create_future()
                loop.call_soon(heard.append, "queue")
                loop.call_later(0, timed.set_result, "clock")
                loop.add_reader(ours, listened.set_result, "socket")
                theirs.send(b"!")
                heard.append(await timed)
                heard.append(await listened)
                loop.remove_reader(ours)

        asyncio.run(main())
        self.assertEqual(heard, ["queue", "clock", "socket"])

    def test_timer_is_noticed_while_tasks_keep_the_queue_full(self):
        async def main():
            rung = asyncio.Event()
            asyncio.get_running_loop().call_later(0, rung.set)
            for rounds in range(100):
                if rung.is_set():
                    return rounds
                await asyncio.sleep(0)

        self.assertLess(asyncio.run(main()), 5)

    def test_get_running_loop_raises_outside_a_loop(self):
        with self.assertRaisesRegex(RuntimeError, "no running"):
            asyncio.get_running_loop()

        async def main():
            asyncio.get_running_loop()

        asyncio.run(main())
        with self.assertRaisesRegex(RuntimeError, "no running"):
            asyncio.get_running_loop()

    def test_get_running_loop_raises_in_another_thread(self):
        async def main():
            with self.assertRaisesRegex(RuntimeError, "no running"):
                await asyncio.to_thread(asyncio.get_running_loop)

        asyncio.run(main())

    def test_create_task_raises_outside_a_loop(self):
        async def cross():
            pass

        crossing = cross()
        with self.assertRaisesRegex(RuntimeError, "no running"):
            asyncio.create_task(crossing)
        crossing.close()

    def test_every_task_finds_the_same_loop(self):
        async def find():
            return asyncio.get_running_loop()

        async def main():
            theirs = await asyncio.create_task(find())
            self.assertIs(theirs, asyncio.get_running_loop())

        asyncio.run(main())

    def test_run_inside_a_loop_raises(self):
        async def main():
            inner = asyncio.sleep(0)
            with self.assertRaisesRegex(
                RuntimeError, "cannot be called from a running"
            ):
                asyncio.run(inner)
            inner.close()

        asyncio.run(main())

    def test_run_cancels_leftovers_and_waits_for_them(self):
        log = []

        async def lighthouse():
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                log.append("cancelled")
                await asyncio.sleep(0)
                log.append("locked")
                raise

        async def main():
            light = asyncio.create_task(lighthouse())
            await asyncio.sleep(0)
            self.assertFalse(light.done())

        asyncio.run(main())
        self.assertEqual(log, ["cancelled", "locked"])

    def test_leftover_that_refuses_holds_run_up(self):
        turns_after_the_request = 0

        async def lighthouse():
            nonlocal turns_after_the_request
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                pass
            for _ in range(1000):
                turns_after_the_request += 1
                await asyncio.sleep(0)

        async def main():
            asyncio.create_task(lighthouse())

        asyncio.run(main())
        self.assertEqual(turns_after_the_request, 1000)

    def test_run_makes_a_loop_and_closes_it(self):
        async def find():
            return asyncio.get_running_loop()

        first = asyncio.run(find())
        second = asyncio.run(find())
        self.assertIsNot(first, second)
        self.assertTrue(first.is_closed())

    def test_run_until_complete_leaves_leftovers_parked(self):
        log = []

        async def lighthouse(tide):
            log.append("lit")
            await tide
            log.append("high water")

        async def main(tide):
            return asyncio.create_task(lighthouse(tide))

        loop = asyncio.new_event_loop()
        try:
            tide = loop.create_future()
            light = loop.run_until_complete(main(tide))
            self.assertFalse(light.done())
            tide.set_result(None)
            loop.run_until_complete(light)
        finally:
            loop.close()
        self.assertEqual(log, ["lit", "high water"])

    def test_get_event_loop_without_a_loop_warns_since_3_12_until_3_13(
        self,
    ):
        _, warned = get_event_loop_in_a_fresh_interpreter()
        self.assertEqual(warned, [DeprecationWarning])

    def test_get_event_loop_without_a_loop_makes_one_until_3_13(self):
        error, _ = get_event_loop_in_a_fresh_interpreter()
        self.assertIsNone(error)

    def test_get_event_loop_without_a_loop_raises_since_3_14(self):
        error, _ = get_event_loop_in_a_fresh_interpreter()
        self.assertIsInstance(error, RuntimeError)

    def test_get_event_loop_after_a_loop_factory_makes_one_until_3_13(
        self,
    ):
        def run_once():
            make = asyncio.new_event_loop
            with asyncio.Runner(loop_factory=make) as runner:
                runner.run(asyncio.sleep(0))

        error, _ = get_event_loop_in_a_fresh_interpreter(run_once)
        self.assertIsNone(error)


def get_event_loop_in_a_fresh_interpreter(run_before=lambda: None):
    """The error that it raises, if any, and the kinds of its warnings."""

    def forget_all_loops():
        if sys.version_info >= (3, 14):
            asyncio.set_event_loop(None)
        else:
            asyncio.set_event_loop_policy(None)

    error = None
    forget_all_loops()
    run_before()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            asyncio.get_event_loop().close()
        except RuntimeError as raised:
            error = raised
    forget_all_loops()
    return error, [warning.category for warning in caught]


if __name__ == "__main__":
    unittest.main()
