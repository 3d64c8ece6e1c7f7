import asyncio
import socket
import unittest

SIZE = 4_000_000


class Written(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        near, self.far = socket.socketpair()
        _, self.writer = await asyncio.open_connection(sock=near)

    def tearDown(self):
        self.far.close()

    def received(self):
        received = 0
        while part := self.far.recv(65536):
            received += len(part)
        return received

    async def test_write_leaves_the_rest_in_a_buffer_of_the_program(
        self,
    ):
        self.writer.write(bytes(SIZE))
        rest = self.writer.transport.get_write_buffer_size()
        self.assertGreater(rest, 0)
        self.writer.transport.abort()

    async def test_write_behind_a_rest_gives_the_system_nothing(self):
        self.writer.write(bytes(SIZE))
        rest = self.writer.transport.get_write_buffer_size()
        room = SIZE - rest
        while room:
            room -= len(self.far.recv(room))
        self.writer.write(bytes(10))
        self.assertEqual(
            self.writer.transport.get_write_buffer_size(), rest + 10
        )
        self.writer.transport.abort()

    async def test_small_write_leaves_no_rest_in_the_program(self):
        self.writer.write(bytes(1_000))
        rest = self.writer.transport.get_write_buffer_size()
        self.assertEqual(rest, 0)
        self.writer.transport.abort()
        self.assertEqual(self.far.recv(2_000), bytes(1_000))

    async def test_wait_closed_waits_until_all_is_sent(self):
        self.writer.write(bytes(SIZE))
        self.writer.close()
        reading = asyncio.create_task(asyncio.to_thread(self.received))
        await self.writer.wait_closed()
        rest = self.writer.transport.get_write_buffer_size()
        self.assertEqual(rest, 0)
        self.assertEqual(await reading, SIZE)

    async def test_wait_closed_after_a_cancelled_one_raises_at_once(
        self,
    ):
        self.writer.write(bytes(SIZE))
        self.writer.close()
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0.001):
                await self.writer.wait_closed()
        with self.assertRaises(asyncio.CancelledError):
            await self.writer.wait_closed()
        rest = self.writer.transport.get_write_buffer_size()
        self.assertGreater(rest, 0)
        self.assertEqual(asyncio.current_task().cancelling(), 0)
        self.writer.transport.abort()


if __name__ == "__main__":
    unittest.main()
