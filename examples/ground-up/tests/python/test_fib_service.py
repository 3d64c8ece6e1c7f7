import pathlib
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest
from concurrent.futures import Future

import fib_service
from deadline_loop import DeadlineLoop
from front_door import FrontDoor
from service import fib

PROGRAM = pathlib.Path(fib_service.__file__)
PLEASE = b"error: send a whole number from 0 to 40\n"
RESET = struct.pack("ii", 1, 0)


class Service:
    """The finished service, in a process of its own."""

    def __init__(self, patience=20, descriptors=None):
        command = [sys.executable, PROGRAM, "0", str(patience)]
        if descriptors:
            limit = f'ulimit -S -n {descriptors} && exec "$@"'
            command = ["sh", "-c", limit, "sh", *command]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline().split()[1])

    def connect(self):
        client = socket.socket()
        client.settimeout(20)
        client.connect(("127.0.0.1", self.port))
        return client

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.close()
        return self.process.wait(20)


class NarrowService:
    """The service in a thread, with little room for what it sends."""

    def __init__(self, patience):
        listener = socket.create_server(("127.0.0.1", 0))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self.address = listener.getsockname()
        self.loop = DeadlineLoop()
        service = fib_service.FibService(self.loop, None, patience)
        self.loop.spawn(service.serve(FrontDoor(listener)))
        threading.Thread(target=self.loop.run, daemon=True).start()

    def connect(self):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(20)
        client.connect(self.address)
        return client

    def wait_until_it_waits_to_send(self):
        """For so long that nothing else can be the cause."""
        since = time.monotonic()
        while time.monotonic() - since < 0.1:
            if not self.loop.waiting["send"]:
                since = time.monotonic()
            time.sleep(0.001)


def read_line(client):
    line = b""
    while not line.endswith(b"\n"):
        more = client.recv(1)
        if not more:
            break
        line += more
    return line


def read_to_the_end(client):
    """What comes until the service closes in order."""
    data = b""
    while more := client.recv(65536):
        data += more
    return data


def read_all(client):
    """What comes until the service closes, in order or with a reset."""
    data = b""
    try:
        while more := client.recv(65536):
            data += more
    except ConnectionResetError:
        pass
    return data


class FibService(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service()
        cls.impatient = Service(patience=0.3)

    @classmethod
    def tearDownClass(cls):
        cls.service.stop()
        cls.impatient.stop()

    def assert_serves(self, service):
        with service.connect() as client:
            client.sendall(b"10\n")
            self.assertEqual(read_line(client), b"55\n")

    def test_garbage_is_answered_and_its_sender_stays(self):
        with self.service.connect() as client:
            for garbage in (
                b"abc",
                b"",
                b"-1",
                b"1_0",
                b"\xff\x00",
                b"1 2",
            ):
                client.sendall(garbage + b"\n")
                self.assertEqual(read_line(client), PLEASE)
            client.sendall(b"10\n")
            self.assertEqual(read_line(client), b"55\n")

    def test_huge_number_is_answered_and_not_computed(self):
        with self.service.connect() as client:
            for number in (b"41", b"9" * 63):
                client.sendall(number + b"\n")
                self.assertEqual(read_line(client), PLEASE)

    def test_pieces_of_a_line_are_put_together(self):
        with (
            self.service.connect() as client,
            self.service.connect() as other,
        ):
            client.sendall(b"1")
            other.sendall(b"10\n")
            self.assertEqual(read_line(other), b"55\n")
            client.sendall(b"0\n")
            self.assertEqual(read_line(client), b"55\n")

    def test_lines_sent_at_once_are_answered_in_their_order(self):
        with self.service.connect() as client:
            client.sendall(b"10\n20\nabc\n1\n")
            for answer in (b"55\n", b"6765\n", PLEASE, b"1\n"):
                self.assertEqual(read_line(client), answer)

    def test_line_without_end_is_refused_with_the_reason(self):
        with self.service.connect() as client:
            client.sendall(b"9" * 1_000_000)
            client.shutdown(socket.SHUT_WR)
            reason = b"error: line too long\n"
            self.assertEqual(read_to_the_end(client), reason)

    def test_last_line_without_end_is_refused_with_the_reason(self):
        with self.service.connect() as client:
            client.sendall(b"10\n10")
            client.shutdown(socket.SHUT_WR)
            answers = b"55\nerror: the last line has no end\n"
            self.assertEqual(read_to_the_end(client), answers)

    def test_client_that_closes_in_the_middle_harms_nobody(self):
        for request in (b"", b"1", b"20\n20\n20\n", b"25\n"):
            with self.service.connect() as client:
                client.sendall(request)
            self.assert_serves(self.service)

    def test_client_that_resets_harms_nobody(self):
        for request in (b"", b"1", b"20\n20\n20\n", b"25\n"):
            with self.service.connect() as client:
                client.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, RESET
                )
                client.sendall(request)
            self.assert_serves(self.service)

    def test_slow_reader_holds_up_nobody_and_misses_nothing(self):
        service = NarrowService(patience=20)
        with service.connect() as slow:
            requests = b"x\n" * 2000
            slow.sendall(requests)
            service.wait_until_it_waits_to_send()
            self.assert_serves(service)
            slow.shutdown(socket.SHUT_WR)
            self.assertEqual(read_all(slow), PLEASE * 2000)

    def test_client_that_never_reads_is_cut_off(self):
        service = NarrowService(patience=0.3)
        with service.connect() as deaf:
            deaf.sendall(b"x\n" * 2000)
            service.wait_until_it_waits_to_send()
            self.assert_serves(service)
            gone = select.poll()
            gone.register(deaf, 0)
            self.assertEqual(len(gone.poll(20_000)), 1)
            self.assertLess(len(read_all(deaf)), len(PLEASE) * 2000)

    def test_silent_client_is_told_and_cut_off(self):
        with self.impatient.connect() as client:
            self.assertEqual(
                read_all(client), b"error: no line in time\n"
            )

    def test_byte_now_and_then_does_not_put_the_deadline_off(self):
        with self.impatient.connect() as client:
            while not select.select([client], [], [], 0.05)[0]:
                client.sendall(b"1")
            self.assertEqual(
                read_line(client), b"error: no line in time\n"
            )

    def test_several_hundred_clients_at_once_are_all_answered(self):
        clients = [self.service.connect() for _ in range(300)]
        for number, client in enumerate(clients):
            client.sendall(b"%d\n" % (number % 10))
        for number, client in enumerate(clients):
            self.assertEqual(
                read_line(client),
                b"%d\n" % fib(number % 10),
            )
            client.close()
        self.assert_serves(self.service)

    def test_service_without_a_descriptor_left_recovers(self):
        service = Service(descriptors=40)
        self.addCleanup(service.stop)
        clients = [service.connect() for _ in range(60)]
        clients[0].sendall(b"10\n")
        self.assertEqual(read_line(clients[0]), b"55\n")
        for client in clients:
            client.close()
        self.assert_serves(service)

    def test_heavy_request_is_answered_by_the_pool(self):
        with self.service.connect() as client:
            client.sendall(b"25\n")
            self.assertEqual(read_line(client), b"75025\n")

        class Pool:
            def submit(self, job, line):
                submitted.append(line)
                future = Future()
                future.set_result(job(line))
                return future

        submitted, replies = [], []
        loop = DeadlineLoop()
        self.addCleanup(loop.close)
        service = fib_service.FibService(loop, Pool(), 20)

        async def ask():
            for line in (b"20\n", b"21\n", b"41\n"):
                replies.append(await service.reply(line))

        loop.spawn(ask())
        loop.run()
        self.assertEqual(replies, [b"6765\n", b"10946\n", PLEASE])
        self.assertEqual(submitted, [b"21\n"])

    def test_service_ends_when_it_is_told_to(self):
        service = Service()
        self.assert_serves(service)
        self.assertEqual(service.stop(), 0)

    def test_closing_with_bytes_unread_resets_the_connection(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            client = socket.create_connection(listener.getsockname())
            served, _ = listener.accept()
        with client:
            client.sendall(b"unread")
            select.select([served], [], [])
            served.close()
            with self.assertRaises(ConnectionResetError):
                client.recv(100)


if __name__ == "__main__":
    unittest.main()
