import asyncio
import errno
import os
import pathlib
import resource
import select
import signal
import socket
import subprocess
import sys
import threading
import unittest
from asyncio.constants import ACCEPT_RETRY_DELAY
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import fib_service
from deadline_loop import DeadlineLoop
from front_door import SELECT_LIMIT, FrontDoor
from rough_clients import ask, clients_leave_in_the_middle, hear
from service import fib

PROGRAMS = pathlib.Path(fib_service.__file__).parent
TOO_MANY = b"error: too many clients\n"
TOO_LATE = b"error: no line in time\n"


class Service:
    """A server in a process of its own."""

    def __init__(
        self, name="fib_service", patience=120, descriptors=None
    ):
        program = PROGRAMS / f"{name}.py"
        command = [sys.executable, program, "0", str(patience)]
        if descriptors:
            limit = f'ulimit -S -n {descriptors} && exec "$@"'
            command = ["sh", "-c", limit, "sh", *command]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        port = self.process.stdout.readline().split()[1]
        self.address = ("127.0.0.1", int(port))

    def client(self):
        return socket.create_connection(self.address, 20)

    def replies(self, sent):
        with self.client() as client:
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
            return rest(client)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate()

    def fill(self):
        """Connects clients until one is told that there are too many."""
        clients = []
        while True:
            client = self.client()
            if ask(client, b"10\n") == TOO_MANY:
                with client:
                    assert rest(client) == b""
                return clients
            clients.append(client)


def rest(client):
    data = b""
    while more := client.recv(65536):
        data += more
    return data


def has_heard(client, within=0):
    return bool(select.select([client], [], [], within)[0])


def set_limit(test, count):
    """Sets the limit of descriptors for this one test."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, limits[1]))
    test.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, limits)


def leave_one_descriptor(test):
    last = os.dup(0)
    os.close(last)
    set_limit(test, last + 1)


class HardTimes(unittest.TestCase):
    def service(self, *args, **kwargs):
        service = Service(*args, **kwargs)
        self.addCleanup(service.stop)
        return service

    def listener(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        return listener

    def connect(self, address):
        client = socket.create_connection(address, 20)
        self.addCleanup(client.close)
        return client

    def test_clients_that_leave_or_reset_harm_nobody(self):
        clients_leave_in_the_middle(self, self.service())

    def test_silent_client_is_cut_off_while_others_are_served(self):
        service = self.service(patience=0.3)
        with service.client() as silent, service.client() as other:
            while not has_heard(silent):
                self.assertEqual(ask(other, b"10\n"), b"55\n")
            self.assertEqual(hear(silent), TOO_LATE)
            self.assertEqual(ask(other, b"10\n"), b"55\n")

    def test_thousand_clients_at_once_are_all_answered(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        set_limit(self, 4096 if hard < 0 else min(4096, hard))
        service = self.service()
        clients = [service.client() for _ in range(1000)]
        for number, client in enumerate(clients):
            client.sendall(b"%d\n" % (number % 10))
        for number, client in enumerate(clients):
            with client:
                self.assertEqual(
                    client.recv(100), b"%d\n" % fib(number % 10)
                )

    def test_client_whose_number_select_cannot_take_is_told(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        set_limit(self, 4096 if hard < 0 else min(4096, hard))
        service = self.service()
        clients = service.fill()
        self.assertLess(len(clients), SELECT_LIMIT)
        self.assertEqual(ask(clients[0], b"10\n"), b"55\n")
        for client in clients:
            client.close()

    def test_client_without_a_descriptor_is_told_and_others_go_on(self):
        service = self.service(descriptors=64)
        clients = service.fill()
        self.assertIn(len(clients), range(30, 64))
        for _ in range(100):
            with service.client() as one_too_many:
                self.assertEqual(rest(one_too_many), TOO_MANY)
        for client in clients:
            self.assertEqual(ask(client, b"21\n"), b"10946\n")
        leaving = clients.pop()
        with leaving:
            leaving.shutdown(socket.SHUT_WR)
            self.assertEqual(rest(leaving), b"")
        self.assertEqual(service.replies(b"10\n"), b"55\n")
        for client in clients:
            client.close()

    def test_light_requests_are_answered_beside_a_heavy_one(self):
        gate = threading.Event()
        pool = ThreadPoolExecutor(1)
        self.addCleanup(pool.shutdown)
        self.addCleanup(gate.set)
        pool.submit(gate.wait)
        listener = self.listener()
        loop = DeadlineLoop()
        service = fib_service.FibService(loop, pool, 20)
        loop.spawn(service.serve(FrontDoor(listener)))
        threading.Thread(target=loop.run, daemon=True).start()
        heavy = self.connect(listener.getsockname())
        light = self.connect(listener.getsockname())
        self.assertEqual(ask(heavy, b"1\n21\n"), b"1\n")
        for _ in range(10):
            self.assertEqual(ask(light, b"10\n"), b"55\n")
        self.assertFalse(has_heard(heavy))
        gate.set()
        self.assertEqual(hear(heavy), b"10946\n")

    def test_full_door_sleeps_when_nobody_is_there(self):
        listener = self.listener()
        self.connect(listener.getsockname())
        heron = self.connect(listener.getsockname())
        loop = DeadlineLoop()
        self.addCleanup(loop.close)
        door = FrontDoor(listener)
        self.addCleanup(door.close)
        leave_one_descriptor(self)

        async def accept_two():
            with await door.next():
                await door.next()

        loop.spawn(accept_two())
        calls = []

        def park(timeout=None):
            readable = has_heard(door.listener.sock)
            calls.append((readable, timeout))
            if not readable:
                raise InterruptedError
            DeadlineLoop.park(loop)

        with (
            mock.patch.object(loop, "park", park),
            self.assertRaises(InterruptedError),
        ):
            loop.run()
        self.assertEqual(hear(heron), TOO_MANY)
        self.assertEqual(
            calls, [(True, None), (True, None), (False, None)]
        )

    def test_server_of_threads_dies_of_a_client_too_many(self):
        service = self.service("a_thread_each", descriptors=16)
        clients = []
        for _ in range(16):
            try:
                clients.append(service.client())
            except OSError:
                break
        _, errors = service.process.communicate()
        self.assertIn(b"Too many open files", errors)
        self.assertEqual(service.process.returncode, 1)
        for client in clients:
            client.close()

    @unittest.skipUnless(sys.platform == "linux", "as Linux does it")
    def test_accept_fails_for_want_of_a_descriptor_with_nobody_there(
        self,
    ):
        listener = self.listener()
        listener.setblocking(False)
        leave_one_descriptor(self)
        with self.assertRaises(BlockingIOError):
            listener.accept()
        last = os.dup(0)
        self.addCleanup(os.close, last)
        with self.assertRaises(OSError) as failure:
            listener.accept()
        self.assertEqual(failure.exception.errno, errno.EMFILE)

    def test_asyncio_logs_removes_the_reader_and_tries_in_a_second(
        self,
    ):
        reports, delays = self.asyncio_without_a_descriptor()
        self.assertEqual(
            reports[0], "socket.accept() out of system resource"
        )
        self.assertEqual(delays[0], ACCEPT_RETRY_DELAY)
        self.assertEqual(ACCEPT_RETRY_DELAY, 1)

    def test_asyncio_says_so_a_hundred_times_and_lately_once_more(
        self,
    ):
        more = {0, 1}  # a late release of 3.13 may do either
        if sys.version_info < (3, 13, 1):
            more = {0}
        elif sys.version_info >= (3, 14):
            more = {1}
        for backlog in (5, 100):
            told, delays = self.asyncio_without_a_descriptor(backlog)
            self.assertIn(len(told) - backlog, more)
            self.assertEqual(delays, [1] * len(told))

    def asyncio_without_a_descriptor(self, backlog=100):
        """What the loop reports, and the delays of its next tries."""
        reports = []

        async def main():
            loop = asyncio.get_running_loop()
            told = asyncio.Event()

            def report(_, context):
                reports.append(context["message"])
                told.set()

            loop.set_exception_handler(report)
            server = await asyncio.start_server(
                lambda *_: None, "127.0.0.1", 0, backlog=backlog
            )
            listener = server.sockets[0]
            client = socket.socket()
            last = None
            with client, mock.patch.object(loop, "call_later") as later:
                leave_one_descriptor(self)
                last = os.dup(0)
                client.connect(listener.getsockname())
                await told.wait()
                os.close(last)
                with self.assertRaises(KeyError):
                    loop._selector.get_key(listener.fileno())
            server.close()
            return [call.args[0] for call in later.call_args_list]

        delays = asyncio.run(main())
        return reports, delays


if __name__ == "__main__":
    unittest.main()
