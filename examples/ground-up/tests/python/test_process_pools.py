import mmap
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import unittest
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from pickle import PicklingError
from tempfile import NamedTemporaryFile, TemporaryDirectory
from time import sleep

import pool_of_workers
import rough_clients
from rough_clients import Server, ask, hear
from service import answer

WITHOUT_A_GUARD = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

print("begins", flush=True)
pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
print(type(pool.submit(len, "").exception()).__name__)
"""

INTERRUPTED = """
import os
import signal

import pool_of_workers

if __name__ == "__mp_main__":
    os.kill(os.getpid(), signal.SIGINT)
if __name__ == "__main__":
    with pool_of_workers.start_pool(1) as pool:
        print(type(pool.submit(len, "").exception()).__name__)
"""


def run_of(text):
    """A program that finds the chapter's modules, and has ended."""
    with TemporaryDirectory() as folder:
        program = Path(folder, "program.py")
        program.write_text(text)
        return subprocess.run(
            [sys.executable, program],
            capture_output=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            text=True,
            check=True,
        )


class Pools(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(pool_of_workers.serve)

    def test_hundred_silent_clients_take_no_worker(self):
        silent = [self.server.client() for _ in range(100)]
        self.assertEqual(self.server.replies(b"10\n"), b"55\n")
        for client in silent:
            with client:
                self.assertEqual(ask(client, b"10\n"), b"55\n")

    def test_client_in_the_middle_of_a_line_takes_no_worker(self):
        halves = [self.server.client() for _ in range(3)]
        for client in halves:
            client.sendall(b"1")
        self.assertEqual(self.server.replies(b"20\n"), b"6765\n")
        for client in halves:
            with client:
                client.sendall(b"0\n")
                self.assertEqual(hear(client), b"55\n")

    def test_clients_who_leave_while_a_worker_computes_cost_no_worker(
        self,
    ):
        for _ in range(10):
            with self.server.client() as gone:
                gone.sendall(b"20\n20\n")
        replies = self.server.replies(b"10\n20\n")
        self.assertEqual(replies, b"55\n6765\n")

    def test_server_with_a_pool_outlives_rough_clients(self):
        rough_clients.rough_clients_harm_nobody(self, self.server)

    def test_worker_is_another_process(self):
        with pool_of_workers.start_pool(1) as pool:
            worker = pool.submit(os.getpid).result()
            self.assertNotEqual(worker, os.getpid())
            self.assertEqual(pool.submit(os.getpid).result(), worker)

    def test_third_request_waits_for_one_of_two_workers(self):
        with (
            socket.create_server(("127.0.0.1", 0)) as listener,
            pool_of_workers.start_pool(2) as pool,
        ):
            address = listener.getsockname()
            for _ in range(2):
                pool.submit(rough_clients.occupy_a_worker, address)
            first, _ = listener.accept()
            second, _ = listener.accept()
            third = pool.submit(answer, b"10\n")
            self.assertFalse(third.done())
            first.close()
            self.assertEqual(third.result(), b"55\n")
            second.close()

    def test_job_that_has_begun_cannot_be_cancelled(self):
        with (
            socket.create_server(("127.0.0.1", 0)) as listener,
            pool_of_workers.start_pool(1) as pool,
        ):
            job = pool.submit(
                rough_clients.occupy_a_worker, listener.getsockname()
            )
            begun, _ = listener.accept()
            self.assertFalse(job.cancel())
            begun.close()
            self.assertIsNone(job.result())

    def test_job_that_is_next_in_a_process_pool_cannot_be_cancelled(
        self,
    ):
        with (
            socket.create_server(("127.0.0.1", 0)) as listener,
            pool_of_workers.start_pool(1) as pool,
        ):
            pool.submit(
                rough_clients.occupy_a_worker, listener.getsockname()
            )
            begun, _ = listener.accept()
            with begun:
                following = pool.submit(answer, b"10\n")
                while not following.running():
                    sleep(0.01)  # a thread of the pool sends it ahead
                self.assertFalse(following.cancel())
            self.assertEqual(following.result(), b"55\n")

    def test_worker_runs_while_the_server_keeps_its_lock(self):
        with (
            NamedTemporaryFile() as file,
            pool_of_workers.start_pool(1) as pool,
        ):
            file.write(bytes(3))
            file.flush()
            with mmap.mmap(file.fileno(), 3) as shared:
                pool.submit(rough_clients.echo_in_memory, file.name)
                while not shared[0]:
                    sleep(0.01)  # the worker has to get its job
                interval = sys.getswitchinterval()
                sys.setswitchinterval(1000)  # nobody is interrupted
                shared[1] = 1
                while not shared[2]:
                    pass
                sys.setswitchinterval(interval)

    def test_line_and_reply_travel_as_copies(self):
        line = b"10\n"
        with pool_of_workers.start_pool(1) as pool:
            came_back = pool.submit(bytes, line).result()
        self.assertEqual(came_back, line)
        self.assertIsNot(came_back, line)
        self.assertIs(bytes(line), line)
        self.assertEqual(answer(line), b"55\n")

    def test_function_without_a_name_cannot_be_sent(self):
        with pool_of_workers.start_pool(1) as pool:
            nameless = pool.submit(lambda: b"55\n")
            self.assertIsInstance(
                nameless.exception(), (PicklingError, AttributeError)
            )
            self.assertEqual(
                pool.submit(answer, b"10\n").result(), b"55\n"
            )

    def test_program_without_a_guard_breaks_its_pool(self):
        run = run_of(WITHOUT_A_GUARD)
        self.assertEqual(
            run.stdout.split(),
            ["begins", "begins", "BrokenProcessPool"],
        )

    def test_interrupt_before_the_initializer_ends_the_worker(self):
        run = run_of(INTERRUPTED)
        self.assertEqual(run.stdout, "BrokenProcessPool\n")
        self.assertEqual(run.stderr.split()[0], "Traceback")
        self.assertEqual(run.stderr.split()[-1], "KeyboardInterrupt")

    def test_fork_is_not_the_default_since_3_14(self):
        method = multiprocessing.get_context().get_start_method()
        self.assertNotEqual(method, "fork")

    def test_killed_worker_breaks_the_pool_for_good(self):
        pool = pool_of_workers.start_pool(1)
        os.kill(pool.submit(os.getpid).result(), signal.SIGKILL)
        for _ in range(2):
            with self.assertRaises(BrokenProcessPool):
                pool.submit(answer, b"10\n").result()

    def test_client_of_a_broken_pool_is_hung_up_on(self):
        pool = pool_of_workers.start_pool(1)
        os.kill(pool.submit(os.getpid).result(), signal.SIGKILL)
        gull, server = socket.socketpair()
        gull.sendall(b"10\n")
        pool_of_workers.attend(server, pool)
        self.assertEqual(gull.recv(1), b"")
        gull.close()

    def test_pool_ends_quietly_though_a_client_keeps_asking(self):
        with subprocess.Popen(
            [sys.executable, "pool_of_workers.py", "0"],
            cwd=Path(pool_of_workers.__file__).parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as server:
            port = int(server.stdout.readline().split()[-1])
            client = socket.create_connection(("127.0.0.1", port))
            with client, suppress(ConnectionError):
                for _ in range(20):
                    ask(client, b"10\n")
                server.send_signal(signal.SIGTERM)
                while True:
                    ask(client, b"10\n")
            self.assertEqual(server.stdout.read(), "")
        self.assertEqual(server.returncode, 0)


if __name__ == "__main__":
    unittest.main()
