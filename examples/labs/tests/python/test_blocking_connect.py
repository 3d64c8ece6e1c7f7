import asyncio
import socket
import unittest
from unittest import mock


class BlockingConnect(unittest.IsolatedAsyncioTestCase):
    async def test_blocking_connects_in_a_thread_do_not_stop_the_server(
        self,
    ):
        accepted = 0

        async def serve(_, writer):
            nonlocal accepted
            accepted += 1
            writer.close()

        server = await asyncio.start_server(
            serve, "127.0.0.1", 0, backlog=1
        )
        address = server.sockets[0].getsockname()

        def call():
            for _ in range(10):
                with socket.create_connection(address, 20) as client:
                    client.recv(1)

        await asyncio.to_thread(call)
        server.close()
        self.assertEqual(accepted, 10)

    async def test_blocking_read_right_after_the_connect_gets_no_answer_from_its_own_loop(
        self,
    ):
        answered = asyncio.Event()

        async def serve(_, writer):
            writer.write(b"hello")
            await writer.drain()
            writer.close()
            answered.set()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()

        def read(limit):
            with socket.create_connection(address, limit) as client:
                return client.recv(100)

        with self.assertRaises(TimeoutError):
            read(0.2)
        heard = await asyncio.to_thread(read, 20)
        self.assertEqual(heard, b"hello")

        # An answer that is there before the read is found.
        answered.clear()
        with socket.create_connection(address, 20) as client:
            await answered.wait()
            self.assertEqual(client.recv(100), b"hello")
        server.close()

    async def test_start_server_asks_for_a_backlog_of_100_by_default(
        self,
    ):
        asked = []

        def listen(server, backlog):
            asked.append(backlog)
            super(socket.socket, server).listen(backlog)

        with mock.patch.object(socket.socket, "listen", listen):
            server = await asyncio.start_server(
                lambda *_: None, "127.0.0.1", 0
            )
        server.close()
        self.assertEqual(asked, [100])


if __name__ == "__main__":
    unittest.main()
