import asyncio
import gc
import socket
import unittest
import warnings
from array import array
from contextlib import suppress

from rough import RESET, Server

HOST = "127.0.0.1"


class Recorder(asyncio.Protocol):
    def __init__(self):
        self.events = []
        self.hung_up = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.events.append("made")

    def data_received(self, block):
        self.events.append(block)

    def eof_received(self):
        self.events.append("eof")

    def pause_writing(self):
        self.events.append("pause")

    def resume_writing(self):
        self.events.append("resume")

    def connection_lost(self, error):
        self.events.append("lost")
        self.hung_up.set_result(error)


async def called(make_protocol):
    """A station that is connected to a new office of that protocol."""
    made = asyncio.get_running_loop().create_future()

    def factory():
        made.set_result(make_protocol())
        return made.result()

    loop = asyncio.get_running_loop()
    office = await loop.create_server(factory, HOST, 0)
    station = socket.socket()
    station.setblocking(False)
    await loop.sock_connect(station, office.sockets[0].getsockname())
    protocol = await made
    while not protocol.events:
        await asyncio.sleep(0)
    office.close()
    return station, protocol


def told_to_the_handler():
    """What the loop's exception handler is told from now on."""
    told = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: told.append(context["message"])
    )
    return told


class Protocols(unittest.IsolatedAsyncioTestCase):
    async def test_events_come_in_order_and_end_with_lost(self):
        station, office = await called(Recorder)
        station.send(b"fog")
        station.shutdown(socket.SHUT_WR)
        self.assertIsNone(await office.hung_up)
        self.assertEqual(office.events, ["made", b"fog", "eof", "lost"])
        station.close()

    async def test_reset_is_the_error_that_lost_is_told(self):
        station, office = await called(Recorder)
        station.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        station.close()
        self.assertIsInstance(
            await office.hung_up, ConnectionResetError
        )
        self.assertEqual(office.events, ["made", "lost"])

    async def test_eof_received_that_returns_true_keeps_the_half(self):
        class Patient(Recorder):
            def eof_received(self):
                self.transport.write(b"21")
                asyncio.get_running_loop().call_later(0.1, self.end)
                return True

            def end(self):
                self.transport.write(b"!")
                self.transport.close()

        station, office = await called(Patient)
        station.shutdown(socket.SHUT_WR)
        await office.hung_up
        self.assertEqual(station.recv(8), b"21!")
        station.close()

    async def test_error_in_a_callback_is_told_and_hangs_up(self):
        told = told_to_the_handler()

        class Failing(Recorder):
            def data_received(self, block):
                raise ValueError(block)

            def eof_received(self):
                raise ValueError("eof")

        async for name, error in self.ends_of(Failing):
            self.assertIsInstance(error, ValueError)
            words = f"Fatal error: protocol.{name}() call failed."
            self.assertEqual(told.pop(), words)
            self.assertEqual(told, [])

    async def test_os_error_in_a_callback_hangs_up_and_is_not_told(
        self,
    ):
        told = told_to_the_handler()

        class Failing(Recorder):
            def data_received(self, block):
                raise FileNotFoundError(block)

            def eof_received(self):
                raise TimeoutError

        async for _, error in self.ends_of(Failing):
            self.assertIsInstance(error, OSError)
        self.assertEqual(told, [])

    async def ends_of(self, failing):
        """Each method that fails, and the error that `lost` is told."""
        loop = asyncio.get_running_loop()
        for name in "data_received", "eof_received":
            station, office = await called(failing)
            if name == "data_received":
                station.send(b"fog")
            station.shutdown(socket.SHUT_WR)
            yield name, await office.hung_up
            self.assertEqual(await loop.sock_recv(station, 8), b"")
            station.close()

    async def test_error_in_connection_made_leaves_it_open(self):
        told = told_to_the_handler()

        class Refusing(Recorder):
            def connection_made(self, transport):
                super().connection_made(transport)
                raise ValueError("nobody we know")

        station, office = await called(Refusing)
        station.send(b"fog")
        station.shutdown(socket.SHUT_WR)
        self.assertIsNone(await office.hung_up)
        self.assertEqual(office.events, ["made", b"fog", "eof", "lost"])
        self.assertIn("Exception in callback", told[0])
        station.close()

    async def test_event_method_that_is_async_never_runs(self):
        ran = []

        class Async(Recorder):
            async def data_received(self, block):
                ran.append(block)

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            station, office = await called(Async)
            station.send(b"fog")
            station.close()
            await office.hung_up
            gc.collect()
        self.assertEqual(ran, [])
        self.assertIn("was never awaited", str(caught[0].message))

    async def test_factory_is_called_once_for_each_connection(self):
        made = []

        def factory():
            made.append(Recorder())
            return made[-1]

        loop = asyncio.get_running_loop()
        office = await loop.create_server(factory, HOST, 0)
        port = office.sockets[0].getsockname()[1]
        for _ in range(3):
            transport, birk = await loop.create_connection(
                Recorder, HOST, port
            )
            transport.close()
            await birk.hung_up
        for protocol in made:
            await protocol.hung_up
        self.assertEqual(len(set(map(id, made))), 3)
        office.close()

    async def test_write_is_taken_after_pause_writing_too(self):
        station, office = await called(Recorder)
        office.transport.write(bytes(2**26))
        self.assertEqual(office.events, ["made", "pause"])
        held = office.transport.get_write_buffer_size()
        office.transport.write(bytes(2**26))
        doubled = office.transport.get_write_buffer_size()
        self.assertEqual(doubled, held + 2**26)
        self.assertEqual(office.events, ["made", "pause"])
        loop = asyncio.get_running_loop()
        while "resume" not in office.events:
            await loop.sock_recv(station, 2**20)
        held = office.transport.get_write_buffer_size()
        self.assertLessEqual(held, 16 * 1024)
        office.transport.abort()
        await office.hung_up
        station.close()

    async def test_repeater_that_stops_reading_holds_little(self):
        class Repeater(Recorder):
            def data_received(self, block):
                self.transport.write(block)

            def pause_writing(self):
                self.transport.pause_reading()

            def resume_writing(self):
                self.transport.resume_reading()

        station, office = await called(Repeater)
        loop = asyncio.get_running_loop()
        sends = loop.sock_sendall(station, bytes(2**26))
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(sends, 0.3)
        held = office.transport.get_write_buffer_size()
        self.assertLess(held, 2**20)
        office.transport.abort()
        await office.hung_up
        station.close()

    async def test_write_after_lost_goes_nowhere(self):
        class Late(Recorder):
            def connection_lost(self, error):
                self.transport.write(b"21")
                super().connection_lost(error)

        station, office = await called(Late)
        station.shutdown(socket.SHUT_WR)
        await office.hung_up
        self.assertEqual(station.recv(8), b"")
        station.close()

    async def test_abort_throws_the_buffer_away(self):
        station, office = await called(Recorder)
        office.transport.write(bytes(2**26))
        office.transport.abort()
        await office.hung_up
        station.setblocking(True)
        arrived = 0
        with suppress(ConnectionError):
            while block := station.recv(2**20):
                arrived += len(block)
        self.assertLess(arrived, 2**25)
        station.close()

    async def test_write_of_a_view_of_wide_items_loses_bytes(self):
        station, office = await called(Recorder)
        plate = array("i", range(2_000_000))
        office.transport.write(memoryview(plate))
        office.transport.close()
        loop, arrived = asyncio.get_running_loop(), 0
        while block := await loop.sock_recv(station, 2**20):
            arrived += len(block)
        self.assertIsNone(await office.hung_up)
        self.assertLess(arrived, len(plate) * plate.itemsize)
        station.close()

    async def test_view_of_wide_items_can_break_the_connection_since_3_12(
        self,
    ):
        station, office = await called(Recorder)
        wire = office.transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**16)
        loop, logged = asyncio.get_running_loop(), []
        loop.set_exception_handler(
            lambda _, about: logged.append(about)
        )
        plate = array("i", range(2_000_000))
        office.transport.write(memoryview(plate))
        office.transport.close()
        while await loop.sock_recv(station, 2**20):
            pass
        self.assertIsInstance(await office.hung_up, IndexError)
        self.assertEqual(len(logged), 1)
        station.close()

    async def test_write_of_a_view_of_bytes_sends_all(self):
        station, office = await called(Recorder)
        plate = array("i", range(2_000_000))
        office.transport.write(memoryview(plate).cast("B"))
        office.transport.close()
        loop, arrived = asyncio.get_running_loop(), 0
        while block := await loop.sock_recv(station, 2**20):
            arrived += len(block)
        await office.hung_up
        self.assertEqual(arrived, len(plate) * plate.itemsize)
        station.close()

    def test_protocol_server_outlives_rough_clients(self):
        with Server("protocol", "serve") as office:
            office.outlives_rough_callers(
                self, b"Birk: clear", b"Birk: clear"
            )


if __name__ == "__main__":
    unittest.main()
