import errno
import select
import signal
import socket
import subprocess
import sys
import unittest
from pathlib import Path

import one_client
import rough_clients
from rough_clients import TOO_LONG, Server, ask, hear

PROGRAMS = Path(one_client.__file__).parent


class OneClient(unittest.TestCase):
    def setUp(self):
        self.server = Server(one_client.serve)

    def test_whole_number_is_answered_as_often_as_asked(self):
        replies = self.server.replies(b"10\n20\n0\n1\n")
        self.assertEqual(replies, b"55\n6765\n0\n1\n")

    def test_anything_else_is_told_what_to_send(self):
        rough_clients.what_is_no_number_is_refused(self, self.server)

    def test_line_without_an_end_is_too_long_after_64_bytes(self):
        padded = b" " * 63 + b"7\n"
        self.assertEqual(self.server.replies(padded), b"13\n")
        longer = b" " * 64 + b"7\n"
        self.assertEqual(self.server.replies(longer), TOO_LONG)
        self.assertEqual(self.server.replies(b"7" * 65), TOO_LONG)
        self.assertEqual(self.server.replies(b"7" * 64), b"")

    def test_connection_is_closed_after_a_line_too_long(self):
        with self.server.client() as client:
            client.sendall(b"7" * 1_000_000)
            client.sendall(b"\n10\n")
            with client.makefile("rb") as stream:
                self.assertEqual(stream.read(), TOO_LONG)

    def test_half_a_line_at_the_end_gets_no_answer(self):
        self.assertEqual(self.server.replies(b"10\n10"), b"55\n")

    def test_second_client_has_no_answer_while_the_first_stays(self):
        gull = self.server.client()
        self.assertEqual(ask(gull, b"10\n"), b"55\n")
        heron = self.server.client()
        heron.sendall(b"20\n")
        heron.setblocking(False)
        for _ in range(100):
            self.assertEqual(ask(gull, b"10\n"), b"55\n")
            with self.assertRaises(BlockingIOError):
                heron.recv(1)
        heron.settimeout(rough_clients.BROKEN_AFTER)
        gull.close()
        self.assertEqual(hear(heron), b"6765\n")
        heron.close()

    def test_client_that_waits_can_send_before_it_is_accepted(self):
        with self.server.client() as gull:
            self.assertEqual(ask(gull, b"1\n"), b"1\n")
            heron = self.server.client()
            heron.sendall(b"10\n20\n")
        with heron:
            self.assertEqual(hear(heron), b"55\n")
            self.assertEqual(hear(heron), b"6765\n")

    def test_client_who_gave_up_in_the_backlog_harms_nobody(self):
        with self.server.client() as gull:
            self.assertEqual(ask(gull, b"1\n"), b"1\n")
            for sent in [b"10\n", b"7" * 65]:
                for reset in [False, True]:
                    heron = self.server.client()
                    heron.sendall(sent)
                    rough_clients.leave(heron, reset)
        self.assertEqual(self.server.replies(b"20\n"), b"6765\n")

    def test_client_that_has_left_causes_more_than_connection_errors(
        self,
    ):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            client = socket.create_connection(listener.getsockname())
            served, _ = listener.accept()
        with served:
            rough_clients.leave(client, reset=True)
            select.select([served], [], [])
            with self.assertRaises(OSError) as left:
                served.shutdown(socket.SHUT_WR)
            self.assertNotIsInstance(left.exception, ConnectionError)
        # After long, the system gives up a client that is silent.
        given_up = OSError(errno.ETIMEDOUT, "no answer")
        self.assertIsInstance(given_up, TimeoutError)
        self.assertNotIsInstance(given_up, ConnectionError)

    def test_server_of_one_client_outlives_rough_clients(self):
        rough_clients.rough_clients_harm_nobody(self, self.server)

    def test_server_ends_quietly_when_it_is_interrupted(self):
        # A shell's background jobs, and whom they start, ignore it.
        hears = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, hears)
        for sent in [signal.SIGINT, signal.SIGTERM]:
            command = [sys.executable, "one_client.py", "0"]
            with subprocess.Popen(
                command,
                cwd=PROGRAMS,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            ) as server:
                port = server.stdout.readline()
                self.assertRegex(port, r"^port \d+$")
                printed = rough_clients.interrupt(server, sent)
                self.assertEqual(printed, "")
            self.assertEqual(server.returncode, 0)


if __name__ == "__main__":
    unittest.main()
