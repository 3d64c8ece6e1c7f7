import heapq
import socket
import unittest
from time import monotonic

from async_socket import wait_for
from deadline_loop import (
    DeadlineLoop,
    PatientSocket,
    sleep,
    wait_until,
)


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

    def test_wait_for_a_silent_client_ends_at_its_deadline(self):
        near, _ = self.pair()

        async def serve():
            client = PatientSocket(near)
            client.deadline = monotonic() + 0.1
            with self.assertRaises(TimeoutError):
                await client.recv(100)
            self.log.append(monotonic() >= client.deadline)

        self.run_tasks(serve())
        self.assertEqual(self.log, [True])

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

    def test_old_deadline_does_not_end_a_later_wait(self):
        near, far = self.pair()
        far.send(b"one")

        async def serve():
            client = PatientSocket(near)
            client.deadline = monotonic() + 0.1
            self.log.append(await client.recv(100))
            client.deadline = monotonic() + 3600
            self.log.append(await client.recv(100))

        async def speak():
            await sleep(0.3)
            far.send(b"two")

        self.run_tasks(serve(), speak())
        self.assertEqual(self.log, [b"one", b"two"])

    def test_deadline_that_is_over_is_not_waited_for(self):
        near, _ = self.pair()

        async def serve():
            with self.assertRaises(TimeoutError):
                await wait_until(monotonic(), "recv", near)
            self.log.append("raised")

        self.run_tasks(serve())
        self.assertEqual(self.log, ["raised"])

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

    def test_line_that_is_there_wins_over_its_deadline(self):
        near, far = self.pair()

        async def serve():
            client = PatientSocket(near)
            client.deadline = monotonic() + 0.1
            self.log.append(await client.recv(100))

        async def compute():
            far.send(b"any berth?")
            while monotonic() < began + 0.3:
                pass

        began = monotonic()
        self.run_tasks(serve(), compute())
        self.assertEqual(self.log, [b"any berth?"])


if __name__ == "__main__":
    unittest.main()
