import asyncio
import socket
import unittest


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


if __name__ == "__main__":
    unittest.main()
