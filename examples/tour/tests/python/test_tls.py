import asyncio
import socket
import ssl
import struct
import sys
import tempfile
import unittest
from contextlib import asynccontextmanager, closing, suppress
from datetime import timedelta
from pathlib import Path
from unittest import mock

from identity import identity_of_localhost, tls_of_both
from rough import BROKEN_AFTER, RESET, Server

HOST = "127.0.0.1"
LOCALHOST = {"server_hostname": "localhost"}
EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
OTHER_NAME = {62, 64}  # X509_V_ERR_HOSTNAME_MISMATCH, ..._IP_...


@asynccontextmanager
async def sealed_wire():
    """Both ends of a wire with TLS on it."""
    arrived = asyncio.Queue()

    async def take(reader, writer):
        arrived.put_nowait((reader, writer))

    office_tls, station_tls = tls_of_both()
    office = await asyncio.start_server(take, HOST, 0, ssl=office_tls)
    port = office.sockets[0].getsockname()[1]
    station = await asyncio.open_connection(
        HOST, port, ssl=station_tls, **LOCALHOST
    )
    ends = station, await arrived.get()
    yield ends
    for _, writer in ends:
        writer.transport.abort()
    office.close()


@asynccontextmanager
async def sealed_protocol(protocol):
    """The station's end of a wire with TLS to an office of protocols."""
    office_tls, station_tls = tls_of_both()
    loop = asyncio.get_running_loop()
    office = await loop.create_server(protocol, HOST, 0, ssl=office_tls)
    port = office.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection(
        HOST, port, ssl=station_tls, **LOCALHOST
    )
    yield reader, writer
    writer.transport.abort()
    office.close()


class Office:
    """One that shows a certificate, and counts whom it serves."""

    def __init__(self, certificate, key, **options):
        self.served = 0
        self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.tls.load_cert_chain(certificate, key)
        self.options = options

    async def __aenter__(self):
        async def serve(_reader, writer):
            self.served += 1
            writer.close()

        self.server = await asyncio.start_server(
            serve, HOST, 0, ssl=self.tls, **self.options
        )
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()


class Tls(unittest.IsolatedAsyncioTestCase):
    async def refusal(self, own, known, name):
        """Why the station leaves in the middle of the handshake."""
        async with Office(*own) as office:
            with self.assertRaises(
                ssl.SSLCertVerificationError
            ) as refused:
                await asyncio.open_connection(
                    HOST, office.port, ssl=known, server_hostname=name
                )
            self.assertEqual(office.served, 0)
        reason = refused.exception.reason
        self.assertEqual(reason, "CERTIFICATE_VERIFY_FAILED")
        return refused.exception.verify_code

    async def test_server_without_a_known_certificate_is_refused(self):
        with identity_of_localhost() as own:
            strangers = ssl.create_default_context()
            await self.refusal(own, strangers, "localhost")

    async def test_certificate_of_another_name_is_refused(self):
        with identity_of_localhost() as own:
            informed = ssl.create_default_context(cafile=own[0])
            for name in ("birk.invalid", HOST):
                why = await self.refusal(own, informed, name)
                self.assertIn(why, OTHER_NAME)

    async def test_expired_certificate_is_refused(self):
        day = timedelta(days=1)
        with identity_of_localhost(-2 * day, -day) as own:
            informed = ssl.create_default_context(cafile=own[0])
            why = await self.refusal(own, informed, "localhost")
            self.assertEqual(why, EXPIRED)

    async def test_context_without_checks_believes_anybody(self):
        with identity_of_localhost() as own:
            async with Office(*own) as office:
                careless = ssl.create_default_context()
                careless.check_hostname = False
                careless.verify_mode = ssl.CERT_NONE
                reader, writer = await asyncio.open_connection(
                    HOST, office.port, ssl=careless
                )
                self.assertEqual(await reader.read(), b"")
                writer.close()

    async def test_handshake_has_an_end_before_the_handler_begins(
        self,
    ):
        with identity_of_localhost() as own:
            async with Office(
                *own, ssl_handshake_timeout=0.2
            ) as office:
                reader, writer = await asyncio.open_connection(
                    HOST, office.port
                )
                heard = asyncio.wait_for(reader.read(), BROKEN_AFTER)
                self.assertEqual(await heard, b"")
                writer.close()
                self.assertEqual(office.served, 0)

    async def test_handshake_has_60_seconds_if_nothing_else_is_said(
        self,
    ):
        loop = asyncio.get_running_loop()
        limits = mock.patch.object(loop, "call_later")
        with identity_of_localhost() as own:
            async with Office(*own) as office:
                with limits as of_the_server:
                    _, writer = await asyncio.open_connection(
                        HOST, office.port
                    )
                    while not of_the_server.called:
                        await asyncio.sleep(0)
                writer.close()
        self.assertEqual(of_the_server.call_args[0][0], 60)
        wire, silent = socket.socketpair()
        wire.setblocking(False)
        with limits as of_the_client, closing(silent):
            connecting = asyncio.create_task(
                asyncio.open_connection(
                    sock=wire,
                    ssl=ssl.create_default_context(),
                    **LOCALHOST,
                )
            )
            while not of_the_client.called:
                await asyncio.sleep(0)
            connecting.cancel()
            await asyncio.wait([connecting])
        self.assertEqual(of_the_client.call_args[0][0], 60)

    def test_context_trusts_the_system_or_what_it_is_given(self):
        trusts = mock.patch.object(ssl.SSLContext, "load_default_certs")
        with trusts as of_the_system:
            ssl.create_default_context()
            of_the_system.assert_called_once()
        with (
            trusts as of_the_system,
            identity_of_localhost() as (certificate, _),
        ):
            ssl.create_default_context(cafile=certificate)
            of_the_system.assert_not_called()

    async def test_failed_handshake_is_not_reported(self):
        told = []
        loop = asyncio.get_running_loop()
        loop.set_debug(False)  # under debug there is a warning
        # This step began under debug, which warns of a slow one.
        loop.slow_callback_duration = 60
        loop.set_exception_handler(lambda *news: told.append(news))
        with (
            identity_of_localhost() as own,
            self.assertNoLogs("asyncio"),
        ):
            async with Office(*own) as office:
                reader, writer = await asyncio.open_connection(
                    HOST, office.port
                )
                writer.write(b"Birk: clear\n")
                with suppress(ConnectionError):
                    await reader.read()
                writer.close()
                self.assertEqual(office.served, 0)
        self.assertEqual(told, [])

    async def test_eof_received_that_returns_true_keeps_no_half_of_tls(
        self,
    ):
        loop = asyncio.get_running_loop()
        closing = loop.create_future()

        class Keeps(asyncio.Protocol):
            def connection_made(self, transport):
                self.transport = transport

            def eof_received(self):
                loop.call_soon(self.look)
                return True

            def look(self):
                closing.set_result(self.transport.is_closing())

        with self.assertLogs("asyncio", "WARNING"):
            async with sealed_protocol(Keeps) as (_, writer):
                writer.close()
                self.assertTrue(await closing)

    async def test_error_in_connection_made_closes_a_connection_with_tls(
        self,
    ):
        told = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(
            lambda _, context: told.append(str(context["exception"]))
        )

        class Fails(asyncio.Protocol):
            def connection_made(self, _transport):
                raise ValueError("a stranger")

        async with sealed_protocol(Fails) as (reader, _):
            with suppress(ConnectionError):
                end = asyncio.wait_for(reader.read(), BROKEN_AFTER)
                self.assertEqual(await end, b"")
        self.assertEqual(set(told), {"a stranger"})

    async def test_plain_connection_goes_on_in_tls(self):
        office_tls, station_tls = tls_of_both()

        async def serve(reader, writer):
            await reader.readexactly(4)
            writer.write(b"go on")
            await writer.start_tls(office_tls)
            writer.write(await reader.readexactly(1))
            writer.close()

        office = await asyncio.start_server(serve, HOST, 0)
        port = office.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(b"seal")
        await reader.readexactly(5)
        await writer.start_tls(station_tls, **LOCALHOST)
        self.assertIsNotNone(writer.get_extra_info("ssl_object"))
        writer.write(b"!")
        self.assertEqual(await reader.read(), b"!")
        writer.close()
        office.close()

    async def test_bytes_in_the_reader_are_lost_before_3_13_13_and_3_14_4(
        self,
    ):
        office_tls, _ = tls_of_both()

        async def serve(reader, writer):
            with closing(writer), suppress(ConnectionError):
                await reader.readexactly(4)
                writer.write(b"go on")
                await writer.start_tls(
                    office_tls, ssl_handshake_timeout=2
                )

        office = await asyncio.start_server(serve, HOST, 0)
        port = office.sockets[0].getsockname()[1]
        first_words = {
            "greets at once": (b"seal" + greeting(), b""),
            "greets when told": (b"seal", greeting()),
        }
        heard = {}
        for way, (before, after) in first_words.items():
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(before)
            await reader.readexactly(5)
            writer.write(after)
            heard[way] = await reader.read(1)
            writer.close()
        office.close()
        mended = (
            (3, 13, 13) if sys.version_info < (3, 14) else (3, 14, 4)
        )
        at_once = b"\x16" if sys.version_info >= mended else b""
        self.assertEqual(
            heard,
            {"greets at once": at_once, "greets when told": b"\x16"},
        )

    async def test_tls_stream_cannot_be_half_closed(self):
        async with sealed_wire() as ((_, station), _):
            self.assertFalse(station.can_write_eof())
            with self.assertRaises(NotImplementedError):
                station.write_eof()

    async def test_write_buffer_of_tls_has_128_and_512_kib(self):
        async with sealed_wire() as ((_, station), _):
            limits = station.transport.get_write_buffer_limits()
            self.assertEqual(limits, (128 * 1024, 512 * 1024))

    async def test_close_of_one_side_closes_the_other(self):
        async with sealed_wire() as (
            (hears, station),
            (office, answers),
        ):
            station.close()
            self.assertEqual(await office.read(), b"")
            self.assertTrue(answers.is_closing())
            self.assertEqual(await hears.read(), b"")

    async def test_end_without_a_close_notify_reads_as_the_end(self):
        async with sealed_wire() as ((_, station), (office, _)):
            station.write(b"fog")
            self.assertEqual(await office.read(3), b"fog")
            station.transport.abort()
            self.assertEqual(await office.read(), b"")
            self.assertIsNone(office.exception())


def greeting():
    """The first bytes of a handshake."""
    tls = ssl.create_default_context()
    outgoing = ssl.MemoryBIO()
    station = tls.wrap_bio(ssl.MemoryBIO(), outgoing, **LOCALHOST)
    with suppress(ssl.SSLWantReadError):
        station.do_handshake()
    return outgoing.read()


class SealedOffice(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        certificate = folder / "office.pem"
        self.office = self.enterContext(
            Server("tls_certificate", "serve", certificate)
        )
        self.tls = ssl.create_default_context(cafile=certificate)

    def shake_hands(self):
        return self.tls.wrap_socket(self.office.client(), **LOCALHOST)

    def polite(self):
        with self.shake_hands() as station:
            station.sendall(b"Birk: clear\n")
            heard = b""
            while block := station.recv(64):
                heard += block
        self.assertEqual(heard, b"noted Birk: clear\n")

    def test_tls_server_outlives_rough_clients(self):
        hello = greeting()
        slow = self.enterContext(self.office.client())
        self.polite()
        self.enterContext(self.shake_hands())  # and is silent
        self.polite()
        slow.sendall(hello[:7])
        self.polite()
        for sent in (0, 7, len(hello)):
            for linger in (struct.pack("ii", 0, 0), RESET):
                with self.office.client() as leaver:
                    leaver.sendall(hello[:sent])
                    leaver.setsockopt(
                        socket.SOL_SOCKET, socket.SO_LINGER, linger
                    )
                self.polite()
        for garbage in (b"Birk: clear\n", b"\xff" * 100_000):
            heard = self.office.replies(garbage)
            self.assertNotIn(b"noted", heard)
            self.polite()
        for words in (b"Bi", b"x" * 100_000, b"\xff\n"):
            with (
                closing(self.shake_hands()) as station,
                suppress(OSError),
            ):
                station.sendall(words)
            self.polite()
        slow.sendall(hello[7:])
        slow.settimeout(BROKEN_AFTER)
        self.assertEqual(slow.recv(1), b"\x16")


if __name__ == "__main__":
    unittest.main()
