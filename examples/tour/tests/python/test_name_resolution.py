import asyncio
import socket
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

STREAM = {"type": socket.SOCK_STREAM}


class Names(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.loop = asyncio.get_running_loop()

    def one_thread_that_is_busy(self):
        """A default pool of one thread, and what frees it."""
        pool = ThreadPoolExecutor(1)
        self.loop.set_default_executor(pool)
        freed = threading.Event()
        self.addCleanup(freed.set)
        pool.submit(freed.wait)
        return freed

    async def test_loop_turns_while_a_name_is_looked_up(self):
        asked, answer = threading.Event(), threading.Event()
        self.addCleanup(answer.set)

        def slow(*_):
            asked.set()
            answer.wait()
            return ["found"]

        with patch("socket.getaddrinfo", slow):
            lookup = asyncio.ensure_future(
                self.loop.getaddrinfo("office", 7)
            )
            while not asked.is_set():
                await asyncio.sleep(0)
            self.assertFalse(lookup.done())
            answer.set()
            self.assertEqual(await lookup, ["found"])

    async def test_lookup_waits_for_a_thread_of_the_default_pool(self):
        freed = self.one_thread_that_is_busy()
        lookup = asyncio.ensure_future(
            self.loop.getaddrinfo("127.0.0.1", 7, **STREAM)
        )
        done, _ = await asyncio.wait([lookup], timeout=0.05)
        self.assertEqual(done, set())
        freed.set()
        self.assertEqual(len(await lookup), 1)

    async def test_reverse_lookup_waits_for_a_thread_of_the_default_pool(
        self,
    ):
        freed = self.one_thread_that_is_busy()
        flags = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
        lookup = asyncio.ensure_future(
            self.loop.getnameinfo(("127.0.0.1", 7), flags)
        )
        done, _ = await asyncio.wait([lookup], timeout=0.05)
        self.assertEqual(done, set())
        freed.set()
        self.assertEqual(await lookup, ("127.0.0.1", "7"))

    async def test_connecting_to_an_address_needs_no_lookup(self):
        self.one_thread_that_is_busy()
        async with await asyncio.start_server(
            lambda _, writer: writer.close(), "127.0.0.1", 0
        ) as office:
            port = office.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", port
            )
            self.assertEqual(await reader.read(), b"")
            writer.close()

    async def test_address_comes_once_for_each_type_unless_one_is_asked_for(
        self,
    ):
        every = await self.loop.getaddrinfo("127.0.0.1", 7)
        self.assertGreater(len(every), 1)
        self.assertEqual(
            {address for *_, address in every}, {("127.0.0.1", 7)}
        )
        one = await self.loop.getaddrinfo("127.0.0.1", 7, **STREAM)
        self.assertEqual(len(one), 1)

    async def test_every_address_of_localhost_is_this_machine(self):
        found = await self.loop.getaddrinfo("localhost", 7, **STREAM)
        hosts = {address[0] for *_, address in found}
        self.assertTrue(hosts)
        self.assertLessEqual(hosts, {"127.0.0.1", "::1"})

    async def test_unknown_name_is_an_error_of_the_resolver(self):
        with self.assertRaises(socket.gaierror) as caught:
            await self.loop.getaddrinfo("comet.invalid", 7)
        self.assertIsInstance(caught.exception, OSError)

    async def test_impossible_name_is_no_error_of_the_resolver(self):
        with self.assertRaises(UnicodeError) as caught:
            await self.loop.getaddrinfo("a" * 64, 7)
        self.assertNotIsInstance(caught.exception, OSError)

    async def test_connecting_tries_one_address_after_the_other(self):
        async with await asyncio.start_server(
            lambda _, writer: writer.close(), "127.0.0.1", 0
        ) as office:
            port = office.sockets[0].getsockname()[1]
            with socket.create_server(("127.0.0.1", 0)) as closed:
                nobody = closed.getsockname()[1]
            kind = socket.AF_INET, socket.SOCK_STREAM, 6, ""
            found = [
                (*kind, ("127.0.0.1", nobody)),
                (*kind, ("127.0.0.1", port)),
            ]
            with patch("socket.getaddrinfo", lambda *_: found):
                reader, writer = await asyncio.open_connection(
                    "office", port
                )
            self.assertEqual(await reader.read(), b"")
            writer.close()


if __name__ == "__main__":
    unittest.main()
