import sys
import threading
import unittest
from time import monotonic


class SwitchInterval(unittest.TestCase):
    def setUp(self):
        self.addCleanup(sys.setswitchinterval, sys.getswitchinterval())

    def test_switch_interval_is_five_milliseconds(self):
        self.assertEqual(sys.getswitchinterval(), 0.005)

    def test_thread_that_computes_keeps_another_from_running(self):
        sys.setswitchinterval(1000)  # nobody is interrupted
        log = []
        gate = threading.Lock()
        gate.acquire()

        def short_request():
            gate.acquire()
            log.append("short request")

        short = threading.Thread(target=short_request)
        short.start()
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
        gate = threading.Lock()
        gate.acquire()

        def short_request():
            gate.acquire()
            log.append("short request")

        short = threading.Thread(target=short_request)
        short.start()
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


if __name__ == "__main__":
    unittest.main()
