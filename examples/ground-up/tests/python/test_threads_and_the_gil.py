import socket
import sys
import threading
import unittest
from collections import deque
from itertools import chain, starmap
from time import monotonic


def thread_at_a_gate(log):
    """A closed gate, and the thread that logs once it opens."""
    gate = threading.Lock()
    gate.acquire()

    def short_request():
        gate.acquire()
        log.append("short request")

    short = threading.Thread(target=short_request)
    short.start()
    return gate, short


class SwitchInterval(unittest.TestCase):
    def setUp(self):
        self.addCleanup(sys.setswitchinterval, sys.getswitchinterval())

    def test_switch_interval_is_five_milliseconds(self):
        self.assertEqual(sys.getswitchinterval(), 0.005)

    def test_thread_that_computes_keeps_another_from_running(self):
        sys.setswitchinterval(1000)  # nobody is interrupted
        log = []
        gate, short = thread_at_a_gate(log)
        gate.release()
        for _ in range(1_000_000):
            pass
        log.append("computed")
        short.join()
        self.assertEqual(log, ["computed", "short request"])

    def test_thread_that_computes_is_interrupted_after_the_interval(
        self,
    ):
        log = []
        gate, short = thread_at_a_gate(log)
        gate.release()
        while not log:
            pass
        log.append("computed")
        short.join()
        self.assertEqual(log, ["short request", "computed"])

    def test_thread_that_wakes_beside_a_computing_one_waits_an_interval(
        self,
    ):
        interval = 0.1
        sys.setswitchinterval(1000)  # until main waits at the gate
        begin, gate = threading.Lock(), threading.Lock()
        begin.acquire()
        gate.acquire()
        opened = []
        done = []

        def compute():
            begin.acquire()
            sys.setswitchinterval(interval)
            opened.append(monotonic())
            gate.release()
            while not done:
                pass

        computing = threading.Thread(target=compute)
        computing.start()
        begin.release()
        gate.acquire()
        waited = monotonic() - opened[0]
        done.append(True)
        computing.join()
        self.assertGreater(waited, interval * 0.99)

    def test_thread_that_waits_in_recv_lets_go_of_the_lock(self):
        sys.setswitchinterval(1000)  # nobody is interrupted
        near, far = socket.socketpair()
        with near, far:
            thread = threading.Thread(target=far.send, args=[b"10"])
            thread.start()
            self.assertEqual(near.recv(2), b"10")
            thread.join()

    def test_thread_in_sendall_lets_go_of_the_lock(self):
        sys.setswitchinterval(1000)  # nobody is interrupted
        log = []
        gate, short = thread_at_a_gate(log)
        near, far = socket.socketpair()
        with near, far:
            gate.release()
            while not log:
                near.sendall(b"")
        short.join()

    def test_call_of_a_c_function_is_not_interrupted(self):
        """From the gate on, no line of Python is run."""
        sys.setswitchinterval(1e-6)
        log = []
        gate, short = thread_at_a_gate(log)
        steps = chain(
            starmap(gate.release, [()]),
            range(10_000_000),
            starmap(log.append, [("computed",)]),
        )
        deque(steps, maxlen=0)
        short.join()
        self.assertEqual(log, ["computed", "short request"])


if __name__ == "__main__":
    unittest.main()
