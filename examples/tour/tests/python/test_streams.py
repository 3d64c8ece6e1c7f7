import asyncio
import gc
import select
import socket
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from rough import Server
from wire import wire

HOST = "127.0.0.1"


class Streams(unittest.IsolatedAsyncioTestCase):
    def test_silent_client_keeps_no_other_waiting(self):
        with (
            Server("echo_server", "serve") as office,
            office.client() as silent,
        ):
            heard = office.replies(b"Birk: clear")
            self.assertEqual(heard, b"Birk: clear")
            silent.sendall(b"!")
            self.assertEqual(silent.recv(1), b"!")

    def test_echo_server_outlives_rough_clients(self):
        with Server("echo_server", "serve") as office:
            office.outlives_rough_callers(
                self, b"Birk: clear", b"Birk: clear"
            )

    async def test_error_of_a_handler_is_told_to_the_loop(self):
        told = asyncio.Queue()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(
            lambda _, context: told.put_nowait(context)
        )

        async def fail(_reader, _writer):
            raise ValueError("no such station")

        office = await asyncio.start_server(fail, HOST, 0)
        port = office.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection(HOST, port)
        context = await told.get()
        self.assertEqual(
            context["message"],
            "Unhandled exception in client_connected_cb",
        )
        self.assertEqual(str(context["exception"]), "no such station")
        self.assertEqual(await reader.read(), b"")
        writer.close()
        office.close()

    async def test_nothing_but_the_end_reads_as_empty_bytes(self):
        async with wire() as ((_, station), (office, _)):
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(office.read(8), 0.1)
            station.write_eof()
            self.assertEqual(await office.read(8), b"")
            self.assertEqual(await office.read(8), b"")
            self.assertTrue(office.at_eof())

    async def test_read_that_asks_for_nothing_returns_empty_bytes(self):
        async with wire() as ((_, station), (office, _)):
            self.assertEqual(await office.read(0), b"")
            station.write(b"fog")
            self.assertEqual(await office.read(8), b"fog")

    async def test_read_after_the_end_never_gives_up_the_turn(self):
        async with wire() as ((_, station), (office, _)):
            station.write_eof()
            self.assertEqual(await office.read(8), b"")
            for _ in range(1000):
                with self.assertRaises(StopIteration):
                    office.read(8).send(None)

    @unittest.skipUnless(sys.platform == "linux", "as Linux does it")
    async def test_closing_a_writer_with_bytes_unread_resets_the_connection(
        self,
    ):
        async with wire() as ((_, station), (office, writer)):
            writer.write(b"fog")
            select.select([station.get_extra_info("socket")], [], [])
            station.write(b"clear")
            station.close()
            with self.assertRaises(ConnectionResetError):
                while await office.read(8):
                    pass

    async def test_client_that_has_ended_its_half_can_still_read(self):
        async with wire() as ((hears, station), (_, office)):
            station.write_eof()
            with self.assertRaises(RuntimeError):
                station.write(b"more")
            office.write(b"21")
            office.close()
            self.assertEqual(await hears.read(), b"21")

    async def test_stream_that_is_not_ended_gets_no_answer(self):
        async with wire() as ((hears, station), (office, answers)):

            async def charge():
                letters = len(await office.read())
                answers.write(f"{letters}".encode())

            attends = asyncio.create_task(charge())
            station.write(b"comet")
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(hears.read(1), 0.1)
            station.write_eof()
            self.assertEqual(await hears.read(1), b"5")
            await attends

    async def test_write_before_close_arrives(self):
        async with wire() as ((_, station), (office, _)):
            station.write(b"x" * 10_000_000)
            station.close()
            self.assertEqual(len(await office.read()), 10_000_000)

    def test_end_of_the_run_loses_what_close_has_not_sent(self):
        office = socket.create_server((HOST, 0))

        async def report(waits):
            _, writer = await asyncio.open_connection(
                *office.getsockname()
            )
            writer.write(b"x" * 10_000_000)
            writer.close()
            if waits:
                await writer.wait_closed()

        def hear():
            wire, _ = office.accept()
            with wire:
                return sum(
                    map(len, iter(lambda: wire.recv(65536), b""))
                )

        with office, ThreadPoolExecutor() as hears:
            heard = hears.submit(hear)
            asyncio.run(report(waits=True))
            self.assertEqual(heard.result(), 10_000_000)
            with self.assertWarns(ResourceWarning):
                asyncio.run(report(waits=False))
                gc.collect()
            self.assertLess(hears.submit(hear).result(), 10_000_000)

    async def test_write_after_close_raises_nothing(self):
        async with wire() as ((_, station), (office, _)):
            station.write(b"fog")
            station.close()
            station.write(b"rain")
            self.assertEqual(await office.read(), b"fog")

    async def test_write_after_close_is_sent_behind_a_backlog(self):
        async with wire() as ((_, station), (office, _)):
            station.write(bytes(2**26))
            station.close()
            station.write(b"rain")
            arrived = await office.read()
            self.assertEqual(len(arrived), 2**26 + 4)
            self.assertTrue(arrived.endswith(b"rain"))

    async def test_cancelled_serve_forever_closes_its_clients_since_3_14(
        self,
    ):
        arrived = asyncio.Event()

        async def attend(reader, writer):
            arrived.set()
            with closing(writer):
                await reader.read()

        office = await asyncio.start_server(attend, HOST, 0)
        serves = asyncio.create_task(office.serve_forever())
        port = office.sockets[0].getsockname()[1]
        reader, guest = await asyncio.open_connection(HOST, port)
        await arrived.wait()
        serves.cancel()
        with closing(guest):
            heard = await asyncio.wait_for(reader.read(), 2)
        self.assertEqual(heard, b"")
        await asyncio.wait([serves])

    async def test_wait_closed_waits_for_connections_since_3_12(self):
        arrived = asyncio.Event()

        async def attend(reader, writer):
            arrived.set()
            await reader.read()
            writer.close()

        office = await asyncio.start_server(attend, HOST, 0)
        port = office.sockets[0].getsockname()[1]
        reader, guest = await asyncio.open_connection(HOST, port)
        await arrived.wait()
        office.close()
        closed = asyncio.create_task(office.wait_closed())
        done, _ = await asyncio.wait([closed], timeout=0.1)
        self.assertFalse(done)
        guest.write_eof()
        self.assertEqual(await reader.read(), b"")
        guest.close()
        await closed


if __name__ == "__main__":
    unittest.main()
