import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path
from time import sleep

import a_thread_each
import rough_clients
from rough_clients import TOO_LONG, Server, ask, hear

THREAD_THAT_WAITS = """
import os
from threading import Thread

def wait():
    os.read(0, 1)
    os.write(1, b"thread is over")

Thread(target=wait, daemon=%s).start()
os.write(1, b"main is over\\n")
"""


THREAD_THAT_LOGS = """
import sys
import threading

written = threading.Event()

def log():
    with open(sys.argv[1], "w") as file:
        file.write("10\\n")
        if sys.argv[2] == "flush":
            file.flush()
        written.set()
        threading.Event().wait()

threading.Thread(target=log, daemon=True).start()
written.wait()
"""


def program_with_a_thread(daemon):
    return subprocess.Popen(
        [sys.executable, "-c", THREAD_THAT_WAITS % daemon],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


class AThreadEach(unittest.TestCase):
    def setUp(self):
        self.server = Server(a_thread_each.serve)

    def test_second_client_is_answered_while_the_first_stays(self):
        with (
            self.server.client() as gull,
            self.server.client() as heron,
        ):
            self.assertEqual(ask(gull, b"10\n"), b"55\n")
            self.assertEqual(ask(heron, b"20\n"), b"6765\n")
            self.assertEqual(ask(gull, b"15\n"), b"610\n")

    def test_hundred_silent_clients_keep_nobody_waiting(self):
        silent = [self.server.client() for _ in range(100)]
        self.assertEqual(self.server.replies(b"10\n"), b"55\n")
        for client in silent:
            with client:
                self.assertEqual(ask(client, b"10\n"), b"55\n")

    def test_client_in_the_middle_of_a_line_keeps_nobody_waiting(self):
        with self.server.client() as halves:
            halves.sendall(b"1")
            self.assertEqual(self.server.replies(b"20\n"), b"6765\n")
            halves.sendall(b"0\n")
            self.assertEqual(hear(halves), b"55\n")

    def test_client_whose_line_is_too_long_keeps_nobody_waiting(self):
        with self.server.client() as endless:
            endless.sendall(b"7" * 100_000)
            self.assertEqual(hear(endless), TOO_LONG)
            self.assertEqual(self.server.replies(b"20\n"), b"6765\n")

    def test_server_with_a_thread_each_outlives_rough_clients(self):
        rough_clients.rough_clients_harm_nobody(self, self.server)

    def test_daemon_thread_ends_with_the_program(self):
        with program_with_a_thread(daemon=True) as program:
            words = program.stdout.read()
            self.assertEqual(words, b"main is over\n")

    def test_line_in_the_buffer_of_a_daemon_thread_is_lost(self):
        program = [sys.executable, "-c", THREAD_THAT_LOGS]
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            subprocess.run([*program, log, "flush"], check=True)
            self.assertEqual(log.read_text(), "10\n")
            subprocess.run([*program, log, "keep"], check=True)
            self.assertEqual(log.read_text(), "")

    def test_program_waits_for_a_thread_that_is_no_daemon(self):
        with program_with_a_thread(daemon=False) as program:
            words = program.stdout.readline()
            self.assertEqual(words, b"main is over\n")
            program.stdin.write(b"x")
            program.stdin.flush()
            words = program.stdout.read()
            self.assertEqual(words, b"thread is over")

    def test_another_interrupt_ends_the_wait_for_a_thread(self):
        with program_with_a_thread(daemon=False) as program:
            words = program.stdout.readline()
            self.assertEqual(words, b"main is over\n")
            while program.poll() is None:
                program.send_signal(signal.SIGINT)
                sleep(0.05)
            self.assertEqual(program.stdout.read(), b"")

    def test_addition_loses_what_another_thread_adds_during_a_call(
        self,
    ):
        replies = 0

        def add_one():
            nonlocal replies
            replies += 1

        def one_more():
            other = threading.Thread(target=add_one)
            other.start()
            other.join()
            return 1

        replies += one_more()
        self.assertEqual(replies, 1)

    def test_lock_around_an_addition_keeps_it_whole(self):
        replies = 0
        lock = threading.Lock()
        asks = threading.Event()

        def add_one():
            nonlocal replies
            asks.set()
            with lock:
                replies += 1

        def one_more():
            other.start()
            asks.wait()
            return 1

        other = threading.Thread(target=add_one)
        with lock:
            replies += one_more()
        other.join()
        self.assertEqual(replies, 2)

    def test_error_in_a_thread_ends_that_thread_only(self):
        complaints = []
        self.addCleanup(
            setattr, threading, "excepthook", threading.excepthook
        )
        threading.excepthook = lambda wreck: complaints.append(
            str(wreck.exc_value)
        )

        def run_aground():
            raise ValueError("aground")

        wreck = threading.Thread(target=run_aground)
        wreck.start()
        wreck.join()
        self.assertEqual(complaints, ["aground"])
        self.assertFalse(wreck.is_alive())


if __name__ == "__main__":
    unittest.main()
