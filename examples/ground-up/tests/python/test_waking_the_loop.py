import asyncio
import inspect
import socket
import threading
import unittest
from asyncio import selector_events
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from bell_loop import BellLoop
from future_loop import result_of
from service import fib


class WatchedLoop(BellLoop):
    def __init__(self):
        super().__init__()
        self.asleep = Event()

    def park(self, *arguments):
        self.asleep.set()
        super().park(*arguments)


class TheBell(unittest.TestCase):
    def test_finished_future_wakes_the_sleeping_loop(self):
        loop = WatchedLoop()
        self.addCleanup(loop.close)
        log = []

        def compute():
            loop.asleep.wait()
            return fib(20)

        async def heavy():
            log.append(await result_of(future))

        with ThreadPoolExecutor() as pool:
            future = pool.submit(compute)
            loop.spawn(heavy())
            loop.run()
        self.assertEqual(log, [6765])

    def test_done_callback_runs_in_the_thread_that_finishes(self):
        threads = []
        release = Event()

        def compute():
            release.wait()
            return threading.get_ident()

        with ThreadPoolExecutor() as pool:
            future = pool.submit(compute)
            future.add_done_callback(
                lambda _: threads.append(threading.get_ident())
            )
            release.set()
        self.assertEqual(threads, [future.result()])
        self.assertNotEqual(threads, [threading.get_ident()])

    def test_callback_on_a_finished_future_runs_at_once_and_here(self):
        threads = []
        future = Future()
        future.set_result(6765)
        future.add_done_callback(
            lambda _: threads.append(threading.get_ident())
        )
        self.assertEqual(threads, [threading.get_ident()])

    def test_stroke_before_the_sleep_is_not_lost(self):
        loop = BellLoop()
        self.addCleanup(loop.close)
        log = []

        class LateLoop(BellLoop):
            def park(self):
                # Between the look at the queue and the sleep.
                if not future.done():
                    future.set_result(6765)
                super().park()

        late = LateLoop()
        self.addCleanup(late.close)
        future = Future()

        async def heavy():
            log.append(await result_of(future))

        late.spawn(heavy())
        late.run()
        self.assertEqual(log, [6765])

    def test_bell_full_of_strokes_stops_no_thread(self):
        loop = BellLoop()
        self.addCleanup(loop.close)
        results = []
        futures = [Future() for _ in range(2_000)]

        async def wait(future):
            results.append(await result_of(future))

        def finish():
            yield "send", loop.rope
            for number, future in enumerate(futures):
                future.set_result(number)

        for future in futures:
            loop.spawn(wait(future))
        loop.spawn(finish())
        loop.run()
        self.assertEqual(results, list(range(2_000)))

    def test_asyncio_wakes_its_selector_with_a_socketpair(self):
        base = selector_events.BaseSelectorEventLoop
        made = inspect.getsource(base._make_self_pipe)
        rung = inspect.getsource(base._write_to_self)
        self.assertIn("socket.socketpair()", made)
        self.assertIn("csock.send(b'\\0')", rung)

    def test_asyncio_future_set_from_a_thread_wakes_nobody(self):
        order = []

        async def main():
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            asleep = Event()
            event = Event()
            select = loop._selector.select

            def watched(timeout):
                if timeout is None:
                    asleep.set()
                return select(timeout)

            loop._selector.select = watched

            def finish():
                asleep.wait()
                future.set_result(6765)
                order.append("set")
                event.wait(0.1)
                order.append("something else")
                loop.call_soon_threadsafe(lambda: None)

            thread = threading.Thread(target=finish)
            thread.start()
            order.append(await future)
            thread.join()

        asyncio.run(main())
        self.assertEqual(order, ["set", "something else", 6765])

    def test_call_soon_threadsafe_rings_the_bell(self):
        order = []

        async def main():
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            asleep = Event()
            select = loop._selector.select

            def watched(timeout):
                if timeout is None:
                    asleep.set()
                return select(timeout)

            loop._selector.select = watched

            def finish():
                asleep.wait()
                loop.call_soon_threadsafe(future.set_result, 6765)

            thread = threading.Thread(target=finish)
            thread.start()
            order.append(await future)
            thread.join()

        asyncio.run(main())
        self.assertEqual(order, [6765])

    def test_full_socket_refuses_and_stays_readable(self):
        bell, rope = socket.socketpair()
        self.addCleanup(bell.close)
        self.addCleanup(rope.close)
        rope.setblocking(False)
        with self.assertRaises(BlockingIOError):
            while True:
                rope.send(b"!")
        self.assertEqual(bell.recv(1), b"!")

    def test_stroke_before_the_task_is_queued_can_be_heard_too_early(
        self,
    ):
        """The callback's thread is held between its two lines."""
        order = []
        parks = []
        heard = Event()
        server, shore = socket.socketpair()
        self.addCleanup(server.close)
        self.addCleanup(shore.close)

        class WrongLoop(WatchedLoop):
            def future_done(self, task):
                self.rope.send(b"!")
                heard.wait()
                self.ready.append(task)
                order.append("queued")
                shore.send(b"!")

            def park(self):
                parks.append("park")
                if len(parks) == 2:  # it woke, and found nothing
                    heard.set()
                super().park()

        loop = WrongLoop()
        self.addCleanup(loop.close)

        def compute():
            loop.asleep.wait()

        async def heavy():
            await result_of(future)
            order.append("result")

        def other():
            yield "recv", server
            order.append("somebody else")

        with ThreadPoolExecutor() as pool:
            future = pool.submit(compute)
            loop.spawn(heavy())
            loop.spawn(other())
            loop.run()
        self.assertEqual(order, ["queued", "result", "somebody else"])
        self.assertEqual(len(parks), 2)


if __name__ == "__main__":
    unittest.main()
