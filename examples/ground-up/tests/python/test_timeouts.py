import asyncio
import heapq
import socket
import unittest
from concurrent.futures import Future
from select import select
from time import monotonic
from unittest import mock

import deadline_loop
import select_loop
from async_socket import wait_for
from deadline_loop import (
    DeadlineLoop,
    PatientSocket,
    sleep,
    wait_until,
)
from future_loop import result_of


class JumpingClock:
    """Jumps to where `select` would sleep, if no socket is ready."""

    def __init__(self):
        self.now = 0

    def monotonic(self):
        return self.now

    def select(self, recv, send, errors, timeout):
        found = select(recv, send, errors, 0)
        if not any(found):
            self.now += timeout
        return found


class Timeouts(unittest.TestCase):
    def setUp(self):
        self.loop = DeadlineLoop()
        self.addCleanup(self.loop.close)
        self.log = []

    def pair(self):
        ends = socket.socketpair()
        for end in ends:
            self.addCleanup(end.close)
        return ends

    def jumping_clock(self):
        clock = JumpingClock()
        for module, name in [
            (deadline_loop, "monotonic"),
            (select_loop, "select"),
        ]:
            patch = mock.patch.object(
                module, name, getattr(clock, name)
            )
            patch.start()
            self.addCleanup(patch.stop)
        return clock

    def run_tasks(self, *tasks):
        for task in tasks:
            self.loop.spawn(task)
        self.loop.run()

    def test_sleepers_wake_in_the_order_of_their_deadlines(self):
        async def nap(ferry, seconds):
            await sleep(seconds)
            self.log.append(ferry)

        self.run_tasks(nap("Gull", 0.2), nap("Heron", 0.1))
        self.assertEqual(self.log, ["Heron", "Gull"])

    def test_sleep_is_never_shorter_than_asked(self):
        async def nap():
            began = monotonic()
            await sleep(0.1)
            self.log.append(monotonic() - began >= 0.1)

        self.run_tasks(*(nap() for _ in range(20)))
        self.assertEqual(self.log, [True] * 20)

    def test_equal_deadlines_wake_in_the_order_in_which_they_were_set(
        self,
    ):
        clock = self.jumping_clock()

        async def nap(ferry):
            await sleep(5)
            self.log.append((ferry, clock.now))

        ferries = [f"ferry {number}" for number in range(20)]
        self.run_tasks(*(nap(ferry) for ferry in ferries))
        self.assertEqual(self.log, [(ferry, 5) for ferry in ferries])

    def test_wait_for_a_silent_client_ends_at_its_deadline(self):
        clock = self.jumping_clock()
        near, _ = self.pair()

        async def serve():
            client = PatientSocket(near)
            client.deadline = 10
            with self.assertRaises(TimeoutError):
                await client.recv(100)
            self.log.append(("cut off", clock.now))

        async def others():
            for _ in range(6):
                await sleep(4)
                self.log.append(("turn", clock.now))

        self.run_tasks(serve(), others())
        self.assertEqual(
            self.log[1:4], [("turn", 8), ("cut off", 10), ("turn", 12)]
        )

    def test_task_that_is_always_ready_puts_off_deadlines_and_sockets(
        self,
    ):
        clock = self.jumping_clock()
        near, far = self.pair()
        far.send(b"any berth?")

        async def nap():
            await sleep(1)
            self.log.append("wakes")

        async def read():
            self.log.append(await PatientSocket(near).recv(100))

        async def busy():
            done = Future()
            done.set_result(None)
            for _ in range(100):
                await result_of(done)
                clock.now += 1
            self.log.append("busy no more")

        self.run_tasks(nap(), read(), busy())
        self.assertEqual(
            self.log, ["busy no more", b"any berth?", "wakes"]
        )

    def test_cut_off_client_leaves_no_wait_behind(self):
        near, _ = self.pair()

        async def serve():
            client = PatientSocket(near)
            client.deadline = monotonic() + 0.1
            with self.assertRaises(TimeoutError):
                await client.recv(100)

        self.run_tasks(serve())
        waiting = {**self.loop.waiting, "recv": None}
        self.assertEqual(
            waiting, {"recv": None, "send": {}, "sleep": {}}
        )
        self.assertNotIn(near, self.loop.waiting["recv"])

    def test_answered_wait_leaves_its_deadline_in_the_heap(self):
        near, far = self.pair()
        far.send(b"any berth?")

        async def serve():
            client = PatientSocket(near)
            client.deadline = monotonic() + 3600
            self.log.append(await client.recv(100))

        self.run_tasks(serve())
        self.assertEqual(self.log, [b"any berth?"])
        self.assertEqual(len(self.loop.deadlines), 1)

    def test_asyncio_sweeps_a_heap_of_over_a_hundred_timers(self):
        async def left(alive, cancelled):
            loop = asyncio.get_running_loop()
            # The alive are first: asyncio takes a cancelled first one out.
            timers = [
                loop.call_later(hour, print)
                for hour in range(3600, 3600 + alive + cancelled)
            ]
            for timer in timers[alive:]:
                timer.cancel()
            await asyncio.sleep(0)
            return len(loop._scheduled)

        for alive, cancelled, expected in [
            (1, 99, 100),
            (1, 100, 1),
            (51, 51, 102),
            (50, 52, 50),
        ]:
            with self.subTest(alive=alive, cancelled=cancelled):
                seen = asyncio.run(left(alive, cancelled))
                self.assertEqual(seen, expected)

    def test_old_deadline_does_not_end_a_later_wait(self):
        clock = self.jumping_clock()
        near, far = self.pair()
        far.send(b"one")

        async def serve():
            client = PatientSocket(near)
            client.deadline = 10
            self.log.append((await client.recv(100), clock.now))
            client.deadline = 3600
            self.log.append((await client.recv(100), clock.now))

        async def speak():
            await sleep(30)
            far.send(b"two")

        self.run_tasks(serve(), speak())
        self.assertEqual(self.log, [(b"one", 0), (b"two", 30)])

    def test_old_deadline_does_not_wake_another_task(self):
        clock = self.jumping_clock()
        near, far = self.pair()
        far.send(b"one")

        async def first():
            client = PatientSocket(near)
            client.deadline = 10
            self.log.append((await client.recv(100), clock.now))

        async def second():
            await sleep(1)
            await wait_for("recv", near)
            self.log.append((near.recv(100), clock.now))

        async def speak():
            await sleep(30)
            far.send(b"two")

        self.run_tasks(first(), second(), speak())
        self.assertEqual(self.log, [(b"one", 0), (b"two", 30)])

    def test_deadline_that_is_over_is_not_waited_for(self):
        near, _ = self.pair()

        async def serve():
            with self.assertRaises(TimeoutError):
                await wait_until(monotonic(), "recv", near)
            self.log.append("raised")

        self.run_tasks(serve())
        self.assertEqual(self.log, ["raised"])

    def test_line_loses_to_a_deadline_that_is_over_before_the_wait(
        self,
    ):
        self.jumping_clock()
        near, far = self.pair()
        far.send(b"any berth?")

        async def serve():
            client = PatientSocket(near)
            client.deadline = 0
            with self.assertRaises(TimeoutError):
                await client.recv(100)
            self.log.append(near.recv(100))

        self.run_tasks(serve())
        self.assertEqual(self.log, [b"any berth?"])

    def test_loop_sleeps_until_the_nearest_deadline_in_one_go(self):
        parks = []

        class CountedLoop(DeadlineLoop):
            def park(self):
                parks.append("park")
                super().park()

        loop = CountedLoop()
        self.addCleanup(loop.close)
        loop.spawn(sleep(0.3))
        loop.run()
        self.assertLessEqual(len(parks), 3)

    def test_heap_cannot_compare_two_tasks(self):
        tasks = [sleep(1), sleep(1)]
        heap = [(0.1, tasks[0])]
        with self.assertRaises(TypeError):
            heapq.heappush(heap, (0.1, tasks[1]))
        for task in tasks:
            task.close()

    def test_task_yields_one_request_at_a_time(self):
        near, far = self.pair()

        async def both():
            await wait_for("recv", near)
            await wait_for("recv", far)

        task = both()
        self.assertEqual(task.send(None), ("recv", near))
        self.assertEqual(task.send(None), ("recv", far))
        task.close()

    def serve_late(self):
        """A client whose line and deadline come in one turn."""
        clock = self.jumping_clock()
        near, far = self.pair()

        async def serve():
            client = PatientSocket(near)
            client.deadline = 10
            self.log.append((await client.recv(100), clock.now))

        async def compute():
            far.send(b"any berth?")
            clock.now = 30

        self.run_tasks(serve(), compute())

    def test_line_that_is_there_wins_over_its_deadline(self):
        self.serve_late()
        self.assertEqual(self.log, [(b"any berth?", 30)])

    def test_line_wins_though_its_deadline_wakes_the_task(self):
        class DeadlinesFirst(DeadlineLoop):
            def park(self):
                clock = deadline_loop.monotonic
                while (
                    self.deadlines and self.deadlines[0][0] <= clock()
                ):
                    entry = heapq.heappop(self.deadlines)
                    _, _, task, reason, what = entry
                    self.waiting[reason].pop(what)
                    self.ready.append(task)
                    woken.append(clock())
                if not self.ready:
                    super().park()

        woken = []
        self.loop.close()
        self.loop = DeadlinesFirst()
        self.addCleanup(self.loop.close)
        self.serve_late()
        self.assertEqual(woken, [30])
        self.assertEqual(self.log, [(b"any berth?", 30)])


if __name__ == "__main__":
    unittest.main()
