"""Servers of the chapter, started as the programs they are, and
visitors who call on them roughly."""

import socket
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import console

PROGRAMS = Path(console.__file__).parent
BROKEN_AFTER = 20  # seconds without a reply: the test has failed
RESET = struct.pack("ii", 1, 0)


class Server:
    """A server in a process of its own, killed at the end."""

    def __init__(self, program, *args):
        command = [sys.executable, PROGRAMS / f"{program}.py", *args]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.port = int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def client(self):
        address = ("127.0.0.1", self.port)
        return socket.create_connection(address, BROKEN_AFTER)

    def replies(self, sent):
        """Sends all of that and hangs up; returns all that comes back."""
        heard = b""
        with self.client() as client, suppress(ConnectionError):
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
            while block := client.recv(65536):
                heard += block
        return heard

    def outlives_rough_callers(self, test, asked, answer):
        """Calls in every rough way, and sees that a polite caller is
        answered all the while."""

        def polite():
            test.assertEqual(self.replies(asked), answer)

        with self.client() as silent, self.client() as slow:
            polite()
            slow.sendall(asked[:1])
            polite()
            with self.client() as deaf:
                deaf.setblocking(False)
                with suppress(BlockingIOError, ConnectionError):
                    for _ in range(1_000):
                        deaf.send(b"x" * 65536)
                polite()
            for sent in (0, 1, len(asked) - 1, len(asked)):
                with self.client() as leaver:
                    leaver.sendall(asked[:sent])
                    leaver.setsockopt(
                        socket.SOL_SOCKET, socket.SO_LINGER, RESET
                    )
                polite()
            for garbage in (b"\0" * 100_000, b"\xff" * 100_000):
                self.replies(garbage)
                polite()
            slow.sendall(asked[1:])
            heard = b""
            while len(heard) < len(answer):
                heard += slow.recv(1)
            test.assertEqual(heard, answer)
            silent.close()
            polite()
