import asyncio
import gc
import socket
import sys
import threading
import unittest
import warnings
from unittest import mock


class Stopping(unittest.TestCase):
    def test_tasks_are_cancelled_where_they_wait_when_main_returns(
        self,
    ):
        log = []

        async def serve():
            try:
                await asyncio.sleep(1)
                log.append("answered")
            except asyncio.CancelledError:
                log.append("cancelled")
                raise

        async def main():
            main.client = asyncio.create_task(serve())
            await asyncio.sleep(0)

        asyncio.run(main())
        self.assertEqual(log, ["cancelled"])

    def test_wait_with_a_timeout_says_which_clients_are_left(self):
        async def main():
            quick = asyncio.create_task(asyncio.sleep(0))
            slow = asyncio.create_task(asyncio.sleep(3600))
            _, left = await asyncio.wait({quick, slow}, timeout=0.01)
            self.assertEqual(left, {slow})
            self.assertFalse(slow.cancelled())

        asyncio.run(main())

    def test_task_of_a_cleanup_is_lost_if_it_is_not_done_as_the_loop_closes(
        self,
    ):
        log = []

        async def farewell(seconds):
            log.append("begins")
            try:
                await asyncio.sleep(seconds)
                log.append("is done")
            finally:
                log.append("is cleaned up")

        async def serve(seconds):
            try:
                await asyncio.sleep(3600)
            finally:
                farewells.append(asyncio.create_task(farewell(seconds)))

        async def main(seconds):
            main.client = asyncio.create_task(serve(seconds))
            await asyncio.sleep(0)

        farewells = []
        asyncio.run(main(0))
        self.assertEqual(log, ["begins", "is done", "is cleaned up"])
        log.clear()
        asyncio.run(main(3600))
        self.assertEqual(log, ["begins"])
        quick, slow = farewells
        self.assertTrue(quick.done())
        self.assertFalse(slow.done())
        # Its loop is closed, and nobody can ask for its end any more.
        slow._log_destroy_pending = False

    def test_run_waits_for_the_jobs_of_its_threads(self):
        log = []
        begun = threading.Event()

        def job():
            begun.set()
            release.wait()
            log.append("job")

        release = threading.Event()

        async def main():
            loop = asyncio.get_running_loop()
            loop.run_in_executor(None, job)
            begun.wait()
            loop.call_soon(release.set)
            log.append("main")

        asyncio.run(main())
        self.assertEqual(log, ["main", "job"])


class Closing(unittest.TestCase):
    def test_client_that_is_accepted_as_the_server_closes_can_be_left_alone(
        self,
    ):
        async def main(turns):
            begun = []

            async def serve(reader, writer):
                begun.append(writer)
                writer.close()

            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            with socket.create_connection(address) as client:
                client.setblocking(False)
                for _ in range(turns):
                    await asyncio.sleep(0)
                server.close()
                for _ in range(20):
                    await asyncio.sleep(0)
                if begun:
                    return "answered"
                try:
                    return f"read {client.recv(1)}"
                except ConnectionResetError:
                    return "refused"
                except BlockingIOError:
                    return "left alone"

        # The forgotten connection is a complaint of the collector.
        with (
            warnings.catch_warnings(action="ignore"),
            mock.patch("sys.unraisablehook"),
        ):
            ends = [asyncio.run(main(turns)) for turns in range(6)]
            gc.collect()
        self.assertEqual(ends[0], "refused")
        self.assertEqual(ends[-1], "answered")
        self.assertIn("left alone", ends)


class Servers(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.asked = asyncio.Event()
        self.go_on = asyncio.Event()

        async def serve(reader, writer):
            await reader.readline()
            self.asked.set()
            await self.go_on.wait()
            writer.write(b"answer\n")
            writer.close()

        self.server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = self.server.sockets[0].getsockname()
        self.reader, self.writer = await asyncio.open_connection(
            *address
        )
        self.address = address
        self.writer.write(b"order\n")
        await self.asked.wait()

    async def asyncTearDown(self):
        self.go_on.set()
        self.server.close()
        self.writer.close()
        await asyncio.sleep(0)

    async def test_closed_server_accepts_nobody_and_serves_on(self):
        self.server.close()
        with self.assertRaises(OSError):
            await asyncio.open_connection(*self.address)
        self.go_on.set()
        self.assertEqual(await self.reader.read(), b"answer\n")

    async def test_wait_closed_waits_for_clients_from_3_12_on(self):
        self.server.close()
        closed = asyncio.create_task(self.server.wait_closed())
        for _ in range(10):
            await asyncio.sleep(0)
        self.assertEqual(closed.done(), sys.version_info < (3, 12))
        self.go_on.set()
        await closed

    async def test_close_clients_closes_before_the_answer(self):
        if sys.version_info < (3, 13):
            self.assertFalse(hasattr(self.server, "close_clients"))
            return
        self.server.close()
        self.server.close_clients()
        self.assertEqual(await self.reader.read(), b"")

    async def test_close_clients_keeps_a_client_that_does_not_read(
        self,
    ):
        if sys.version_info < (3, 13):
            self.assertFalse(hasattr(self.server, "abort_clients"))
            return
        written = asyncio.Event()

        async def serve(reader, writer):
            # More than what the sockets of both sides hold.
            writer.write(bytes(30_000_000))
            written.set()
            await self.go_on.wait()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        with socket.create_connection(address):
            await written.wait()
            server.close()
            server.close_clients()
            closed = asyncio.create_task(server.wait_closed())
            await asyncio.wait({closed}, timeout=0.05)
            self.assertFalse(closed.done())
            server.abort_clients()
            await asyncio.wait_for(closed, 10)

    async def test_wait_closed_does_not_wait_for_a_handler_that_has_closed(
        self,
    ):
        handlers = []

        async def serve(reader, writer):
            handlers.append(asyncio.current_task())
            writer.close()
            await self.go_on.wait()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        await reader.read()
        writer.close()
        server.close()
        await asyncio.wait_for(server.wait_closed(), 10)
        (handler,) = handlers
        self.assertFalse(handler.done())

    async def test_half_closed_client_is_answered(self):
        self.writer.write_eof()
        for _ in range(10):
            await asyncio.sleep(0)
        self.go_on.set()
        self.assertEqual(await self.reader.read(), b"answer\n")
