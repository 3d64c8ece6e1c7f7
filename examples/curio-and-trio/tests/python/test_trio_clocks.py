import asyncio
import selectors
import socket
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

import trio
from trio.testing import MockClock


class JumpingSelector(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout=None):
        events = super().select(0 if timeout else timeout)
        if timeout and not events:
            self.now += timeout
        return events


class JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.selector = JumpingSelector()
        super().__init__(self.selector)

    def time(self):
        return self.selector.now


def run_jumping(main):
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(main)


async def note(name, order):
    order.append(name)


class TrioClocks(unittest.TestCase):
    def test_mock_clock_jumps_when_every_task_waits(self):
        async def main():
            async with trio.open_nursery() as nursery:
                nursery.start_soon(trio.sleep, 7 * 3600)
                nursery.start_soon(trio.sleep, 3600)
            return trio.current_time()

        clock = MockClock(autojump_threshold=0)
        self.assertEqual(trio.run(main, clock=clock), 7 * 3600)

    def test_mock_clock_that_does_not_jump_is_moved_by_hand(self):
        clock = MockClock()

        async def main():
            before = trio.current_time()
            with trio.move_on_after(5):
                async with trio.open_nursery() as nursery:
                    nursery.start_soon(trio.sleep_forever)
                    await trio.testing.wait_all_tasks_blocked()
                    self.assertEqual(trio.current_time(), before)
                    clock.jump(5)
            return trio.current_time() - before

        self.assertEqual(trio.run(main, clock=clock), 5)

    def test_mock_clock_with_a_rate_moves_by_itself(self):
        clock = MockClock()

        async def main():
            clock.rate = 1000
            before = trio.current_time()
            await trio.sleep(1)
            return trio.current_time() - before

        self.assertGreaterEqual(trio.run(main, clock=clock), 1)

    def test_limit_of_a_mock_clock_strikes_before_a_thread_ends(self):
        may_end = threading.Event()

        async def main():
            with trio.move_on_after(60) as limit:
                await trio.to_thread.run_sync(
                    may_end.wait, abandon_on_cancel=True
                )
            may_end.set()
            return limit.cancelled_caught

        clock = MockClock(autojump_threshold=0)
        self.assertTrue(trio.run(main, clock=clock))

    def test_limit_of_a_mock_clock_strikes_before_a_socket_is_ready(
        self,
    ):
        async def main():
            ours, theirs = trio.socket.socketpair()
            with ours, theirs:
                with trio.move_on_after(60) as limit:
                    await ours.recv(1)
            return limit.cancelled_caught

        clock = MockClock(autojump_threshold=0)
        self.assertTrue(trio.run(main, clock=clock))

    def test_mock_clock_does_not_wait_for_a_thread_of_the_program(self):
        may_end = threading.Event()

        async def main():
            token = trio.lowlevel.current_trio_token()
            has_ended = trio.Event()

            def work():
                may_end.wait()
                token.run_sync_soon(has_ended.set)

            thread = threading.Thread(target=work)
            thread.start()
            with trio.move_on_after(60) as limit:
                await has_ended.wait()
            may_end.set()
            thread.join()
            return limit.cancelled_caught

        clock = MockClock(autojump_threshold=0)
        self.assertTrue(trio.run(main, clock=clock))

    def test_mock_clock_with_a_threshold_waits_that_long_for_a_thread(
        self,
    ):
        async def main():
            with trio.move_on_after(60) as limit:
                await trio.to_thread.run_sync(time.sleep, 0.01)
            return limit.cancelled_caught, trio.current_time()

        # A minute of the machine's own clock.
        clock = MockClock(autojump_threshold=60)
        self.assertEqual(trio.run(main, clock=clock), (False, 0))

    def test_jumping_loop_of_asyncio_ends_equal_sleeps_out_of_order(
        self,
    ):
        async def main():
            order = []

            async def sleeps(number):
                await asyncio.sleep(1)
                order.append(number)

            await asyncio.gather(*map(sleeps, range(6)))
            return order

        self.assertEqual(run_jumping(main()), [0, 2, 5, 4, 1, 3])

    def test_jumping_loop_of_asyncio_does_not_wait_for_a_thread(self):
        may_end = threading.Event()

        async def main():
            # Its end does not go by the loop's clock.
            with ThreadPoolExecutor() as threads:
                loop = asyncio.get_running_loop()
                job = loop.run_in_executor(threads, may_end.wait)
                with self.assertRaises(TimeoutError):
                    await asyncio.wait_for(job, 60)
                may_end.set()

        run_jumping(main())

    def test_jumping_loop_does_not_wait_for_a_thread_of_the_program(
        self,
    ):
        may_end = threading.Event()

        async def main():
            loop = asyncio.get_running_loop()
            has_ended = asyncio.Event()

            def work():
                may_end.wait()
                loop.call_soon_threadsafe(has_ended.set)

            thread = threading.Thread(target=work)
            thread.start()
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(has_ended.wait(), 60)
            may_end.set()
            thread.join()

        run_jumping(main())

    def test_jumping_loop_of_asyncio_does_not_wait_for_a_socket(self):
        async def main():
            ours, theirs = socket.socketpair()
            with ours, theirs:
                ours.setblocking(False)
                loop = asyncio.get_running_loop()
                with self.assertRaises(TimeoutError):
                    await asyncio.wait_for(loop.sock_recv(ours, 1), 60)

        run_jumping(main())

    def test_tasks_of_one_turn_run_in_more_than_one_order_in_trio(self):
        async def main():
            order = []
            async with trio.open_nursery() as nursery:
                for name in "ABC":
                    nursery.start_soon(note, name, order)
            return "".join(order)

        orders = {trio.run(main) for _ in range(64)}
        self.assertEqual(orders, {"ABC", "CBA"})

    def test_tasks_of_asyncio_begin_in_the_order_of_their_making(self):
        async def main():
            order = []
            async with asyncio.TaskGroup() as group:
                for name in "ABC":
                    group.create_task(note(name, order))
            return "".join(order)

        orders = {asyncio.run(main()) for _ in range(64)}
        self.assertEqual(orders, {"ABC"})
