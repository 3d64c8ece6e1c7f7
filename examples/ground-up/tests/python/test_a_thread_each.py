import subprocess
import sys
import threading
import unittest

import a_thread_each
import rough_clients
from rough_clients import TOO_LONG, Server, ask, hear


def last_words(daemon):
    """What a program says that ends beside a blocked thread."""
    program = f"""
import threading

gate = threading.Event()
thread = threading.Thread(target=gate.wait, daemon={daemon})
thread.start()
print("main is over", flush=True)
if not {daemon}:
    threading.Timer(0, gate.set).start()
"""
    return program


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


if __name__ == "__main__":
    unittest.main()
